// One measurement of inkjs, in its own process: node peer.mjs TASK FOLDER WARM_UP. See ours.py.
import { readFileSync } from "node:fs";
import { Compiler } from "inkjs/full";

const WARM_UP_MOVES = 2_000;

const compiled = (folder) => new Compiler(readFileSync(`${folder}/story.ink`, "utf-8")).Compile();

const tasks = {
  // Milliseconds to read, check and compile a story that was not seen before.
  load(folder, warmUp) {
    compiled(warmUp);
    const start = performance.now();
    const story = compiled(folder);
    return { value: performance.now() - start, heat: story.variablesState.heat };
  },

  // Moves per second through a choice and what follows it, in one long walk.
  push(folder) {
    const story = compiled(folder);
    const walk = JSON.parse(readFileSync(`${folder}/walk.json`, "utf-8")).map((step) => step.choice);
    const play = (choices) => {
      for (const choice of choices) {
        story.ChooseChoiceIndex(choice);
        story.ContinueMaximally();
      }
    };
    story.ContinueMaximally();
    play(walk.slice(0, WARM_UP_MOVES));
    const rest = walk.slice(WARM_UP_MOVES);
    const start = performance.now();
    play(rest);
    const seconds = (performance.now() - start) / 1000;
    return { value: rest.length / seconds, heat: story.variablesState.heat };
  },
};

const [task, folder, warmUp] = process.argv.slice(2);
console.log(JSON.stringify(tasks[task](folder, warmUp)));

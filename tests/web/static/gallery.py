"""A page with every component in it, in the markup that the macros and the style sheets agree on."""

GALLERY = """
<a class="skip" href="#main">{{ t("Skip to the content") }}</a>
<header class="site">
  {{ frames.sign("/", "winwin") }}
  {{ frames.main_navigation(links) }}
  <div class="site-tools">
    <form><button class="quiet" lang="zh-Hans">中文</button></form>
    {{ frames.who_is_signed_in() }}
  </div>
</header>
<div id="notice" role="status"><p class="notice good">Saved.</p></div>
<main id="main" tabindex="-1">
{{ parts.crumbs([("Home", "/"), ("Cases", "/cases"), ("Late parcel", "#")]) }}
<div class="page-head">
  <div><p class="kicker">Case</p><h1>The parcel that was delivered</h1><p class="lead">药明明显示已签收。</p></div>
  <div class="actions"><a class="button" href="#">Graph</a><button class="primary">Start</button></div>
</div>
{{ parts.tabs("Case", [("Overview", "#", true), ("Versions", "#", false)]) }}
{{ parts.steps("Stages", [("Replay", "done"), ("Analysis", "here"), ("Rehearsal", ""), ("Debrief", "")]) }}
{{ status.notice("This version is not published yet.", "mind", "Draft") }}
{{ status.notice("The file could not be read.", "bad") }}
{{ status.notice("Somebody is working on it.") }}
<div class="grid">
  <article class="card next">
    <h2>Practise next</h2>
    <p>{% for kind in ("mind", "good", "bad", "accent", "") %}{{ status.badge("badge", kind) }} {% endfor %}</p>
    <p class="note">You gave a win-win away here.</p>
    <div class="actions"><button class="primary">Continue</button><a class="button quiet" href="#">Later</a></div>
  </article>
  <article class="card">
    <h2>Team target</h2>
    {{ status.progress("Lin", 12, 20, "12 of 20", "good") }}
    {{ status.progress("Bo", 3, 20, "3 of 20", "bad") }}
    {{ status.progress("Wei", 8, 20, "8 of 20") }}
  </article>
  {% call status.empty("Nothing assigned", "What your trainer assigns stands here.") %}
  <a class="button" href="#">All cases</a>
  {% endcall %}
</div>
{{ status.tiles([("Win-wins", "12", "of 30 calls"), ("Accuracy", "71", none), ("Mastered", "3", "of 8 cases")]) }}
<h2>Tables</h2>
{% call tables.table("People", ["Name", "Role", ("Attempts", "number"), "Actions"], "people") %}
{% for name in ("Lin Xiaoyu", "Bo Chen") %}
<tr>
  <th scope="row">{{ name }}</th>
  <td>trainee</td>
  <td class="number">12</td>
  <td>
    <span class="actions"><button class="small">Edit</button><button class="small danger">Delete</button></span>
  </td>
</tr>
{% endfor %}
{% endcall %}
{% set scenes = [("opening", 3, "3 of 12", ""), ("a long name for a scene", 9, "9 of 12", "bad")] %}
{{ status.bars("Where calls are lost", "Scene", "Given away", scenes, 12, "bars") }}
{% macro address(page) %}?page={{ page }}{% endmacro %}
{{ tables.pagination(4, 9, address) }}
<h2>Form</h2>
{{ forms.error_summary([("due", "Choose a day after today.")]) }}
{% call forms.form("/moves", key="k") %}
<div class="fields">
  {{ forms.field("who", "Display name", "Lin", hint="As colleagues see it.") }}
  {{ forms.field("due", "Due", "2026-11-01", "date", error="Choose a day after today.", required=false) }}
  {{ forms.select("role", "Role", [("trainee", "Trainee"), ("trainer", "Trainer")], "trainer") }}
</div>
{{ forms.area("about", "About", "", required=false, hint="The trainee sees it.") }}
{{ forms.choices("stage", "Begin with", [("replay", "Replay", "Hear it first."), ("rehearsal", "Rehearsal")], "replay") }}
{{ forms.checkbox("remind", "Send a reminder", true) }}
{{ forms.field("file", "File", "", "file") }}
<div class="actions"><button class="primary">Save</button><button disabled>Publish</button></div>
{% endcall %}
<h2>Replay</h2>
{{ players.player("en", none, 2, 5) }}
<ol id="lines" class="log" data-lines>
{% for number, who in ((1, "customer"), (2, "agent")) %}
<li class="line" data-line="{{ number }}" data-speaker="{{ who }}" tabindex="-1">
  <div class="said {{ who }}{{ " current" if number == 2 }}">
    <p class="label">{{ number }} · {{ who }} · <span class="cue">voice rising</span></p>
    <p class="words" data-words>It says delivered. It is not here, and it is my mother's.</p>
  </div>
  <div class="marks"><button aria-pressed="true">repeated</button><button aria-pressed="false">sigh</button></div>
</li>
{% endfor %}
</ol>
<h2>Call desk</h2>
<div class="desk" id="play">
  <div>
    <div class="on-line"><span class="live">On the line</span>{{ status.clock("2026-11-21T10:00:00Z", "0:00") }}</div>
    <ol class="log">
      <li class="said"><p class="label">Customer</p><p class="words">Hello?</p></li>
      <li class="said agent"><p class="label">You</p><p class="words">Good morning.</p></li>
    </ol>
    <div class="now">
      <p class="label">Customer · <span class="cue">fast</span></p>
      <p class="words">It says delivered. It is not here.</p>
      <p class="screen">ORDER 1182  DELIVERED 10:42  LOCKER 7</p>
    </div>
    <ol class="replies">
    {% for number in (1, 2) %}
      <li>{% call forms.form("/moves", key=number, version=3, durable="single", target="#play") %}
      <button class="reply" name="move" value="say {{ number }}" data-key="{{ number }}"><kbd>{{ number }}</kbd>
      <span class="words">When had you been told it would come?</span><span class="note">costs 30 yuan</span></button>
      {% endcall %}</li>
    {% endfor %}
    </ol>
    <p class="saving" role="status" data-saving-state></p>
  </div>
  <aside class="panel" aria-label="Notes">
    <div class="card"><h3>Facts so far</h3><ul><li>It is a medicine.</li></ul></div>
    <label for="pad">Notes</label><textarea id="pad" class="pad" data-pad="gallery"></textarea>
    {{ parts.shortcuts() }}
  </aside>
</div>
<h2>Question</h2>
<fieldset class="options">
  <legend>What did the customer want to hear first?</legend>
  <label class="option"><input type="radio" name="q"> <span>A time.</span></label>
  <label class="option"><input type="radio" name="q" checked> <span>That the medicine is safe.</span></label>
  <label class="option right"><input type="radio" name="q"> <span>What was right</span></label>
  <label class="option wrong"><input type="radio" name="q"> <span>What was wrong</span></label>
</fieldset>
<div class="evidence"><p>Line 3 says so.</p></div>
<div class="confidence">
  <input type="range" aria-label="Confidence" value="60" data-output="sure" data-unit=" %"><output id="sure">60 %</output>
</div>
<h2>Editor</h2>
<div class="editor">
  <form method="post" action="/moves">
    {{ editors.code_editor("text", "text", "Text", "id: parcel\\n", "case.yaml", "/problems", none, "/rules/") }}
    <div class="actions"><button class="primary" data-saves>Save the case</button></div>
  </form>
  <div>
    {% set problem = {"severity": "error", "line": 1, "column": 5, "message": "Unknown.", "rule": "unknown-scene"} %}
    {{ editors.problem_list("text", [problem], "/rules/") }}
  </div>
</div>
</main>
<footer class="site"><p>winwin</p></footer>
"""

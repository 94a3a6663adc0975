"""What the Excel template says about itself, in Chinese and in English."""

from collections.abc import Mapping

Said = tuple[str, str]
"""In Chinese and in English. It goes into a file, not onto a page, so both stand here together."""

HELP: tuple[tuple[Said, Said], ...] = (
    (("怎么用", "How it works"), (
        "每行一道题，填在第一张表里；存盘后在题库页面导入，或运行 winwin exam import。哪个格子有问题，会"
        "告诉您是哪一格。",
        "One question a row, in the first sheet. Save it and import it on the page of the bank, or with"
        " winwin exam import. What is wrong is told by its cell.",
    )),
    (("语言", "Languages"), (
        "中文、英文可以只填一种；两种都填，就是同一道题的两个语言版本。",
        "Fill in Chinese or English, or both: they are one question in two languages.",
    )),
    (("编号", "Id"), (
        "小写字母、数字、汉字和连字符，例如 sick-refund-fee；不填就从题干生成。",
        "Small letters, digits and hyphens, as sick-refund-fee. Left empty, it is made from the question.",
    )),
    (("政策、条款", "Policy, clauses"), (
        "答案依据的政策和条款；条款可以写几个，用逗号隔开。条款一改，这道题会自动停用待改，所以只写真正依"
        "据的。",
        "What the answer rests on; several clauses go between commas. When a clause changes, the question"
        " is put aside: so name those that it rests on, and no others.",
    )),
    (("难度", "Difficulty"), (
        "1 最易，5 最难，凭估计。",
        "From 1, easy, to 5; an estimate.",
    )),
    (("答案", "Key"), (
        "写选项的字母：单选 B；多选 A, C；排序按正确顺序 C, A, B。判断写 对 或 错。数字写整数。填空把可接"
        "受的说法用 | 隔开。配对写 1A 2B 3A：条目1配选项A，等等。四象限写 1A 2C：A 紧急且重要，B 重要不紧"
        "急，C 紧急不重要，D 不紧急也不重要。",
        "The letters of the answers: B; A, C; in the right order C, A, B. True or false in words. A whole"
        " number. For short texts what is accepted, with | between. For matching 1A 2B 3A: item 1 belongs"
        " to A, and so on. For the quadrants 1A 2C: A urgent and important, B important, C urgent, D"
        " neither.",
    )),
    (("答案随政策变", "A key that changes"), (
        "新旧版本答案不同时，每个版本写一行：[v1] A，换行（Alt+Enter）[v2] B。也可以由政策里的数值算出："
        "computed: report-hours。",
        "Where versions of the policy have different answers, write each on a line (Alt+Enter): [v1] A,"
        " [v2] B. Or have it computed from a figure of the policy: computed: report-hours.",
    )),
    (("选项说明", "Why"), (
        "这个选项为什么对，或者错在哪里、为什么吸引人；考后给学员看。这几列在最右边，点上方的加号展开。",
        "Why an answer is right, or why it tempts and is wrong; it is shown after the exam. These columns"
        " stand on the right, behind the plus sign above.",
    )),
    (("答错代价", "Cost"), (
        "在电话里答错要赔多少元，由谁承担。",
        "What a wrong answer costs on the telephone, in yuan, and who bears it.",
    )),
    (("可查手册", "Look-up"), (
        "填“是”，考试时可以翻手册。",
        "With “yes” the handbook may be opened.",
    )),
    (("互斥题、同类题", "Enemies, siblings"), (
        "互斥题互相泄题，不会同卷；同类题用另一种问法考同一点。写编号，用逗号隔开。",
        "Enemies give each other away and never stand on one paper; siblings ask the same in another way."
        " Give their ids, with commas between.",
    )),
)  # fmt: skip
EXAMPLES: Mapping[str, Said] = {
    "single": (
        "题干：客户说电视开箱就裂了，先说什么？ A：您搬的时候碰到了吗？ B：您拍两张，我马上核实 答案：B",
        "Question: A television was cracked when unpacked. What comes first? A: Did it bump into"
        " something? B: Take two pictures and I look. Key: B",
    ),
    "multiple": (
        "题干：报破损要附哪些照片？ A：外箱 B：破损处 C：发票 答案：A, B",
        "Question: Which pictures does a report need? A: the box B: the dent C: the invoice. Key: A, B",
    ),
    "true-false": (
        "题干：签收30小时后报破损，还来得及。 答案：对",
        "Question: Damage reported 30 hours after signing is in time. Key: true",
    ),
    "number": (
        "题干：签收后几小时内可以报破损？ 答案：48 单位：小时",
        "Question: Within how many hours of signing is damage reported? Key: 48 Unit: hours",
    ),
    "short-text": (
        "题干：赔偿要谁批准？ 答案：班组长 | 组长 | team lead",
        "Question: Who approves compensation? Key: team lead | 班组长 | 组长",
    ),
    "ordering": (
        "题干：三步怎么排？ A：赔付 B：核实 C：安抚 答案：C, B, A",
        "Question: In which order? A: pay B: check C: calm. Key: C, B, A",
    ),
    "matching": (
        "题干：各归谁办？ 条目1：改签 条目2：发票 A：票务 B：财务 答案：1A 2B",
        "Question: Who does what? Item 1: rebooking Item 2: invoices A: ticketing B: accounts. Key: 1A 2B",
    ),
    "triage": (
        "题干：从客户的角度分到四类里。 条目1：有人晕倒 条目2：问积分 答案：1A 2D",
        "Question: Sort them as the customer sees them. Item 1: somebody fainted Item 2: reward points."
        " Key: 1A 2D",
    ),
}  # fmt: skip
"""A question of each kind."""

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh" sourcelanguage="en">
<context>
    <name>Measures</name>
    <message>
        <source>The project is read-only: save it under another name.</source>
        <translation>项目为只读：请另存为其他名称。</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>撤销(&amp;U)</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>重做(&amp;R)</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>剪切(&amp;T)</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>粘贴(&amp;P)</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>删除</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>the project did not open in time</source>
        <translation>项目未能及时打开</translation>
    </message>
    <message>
        <source>the report could not be made</source>
        <translation>无法生成报告</translation>
    </message>
    <message>
        <source>See every attention head, move the budget, compare, export.</source>
        <translation>查看每个注意力头，调整预算，比较，导出。</translation>
    </message>
    <message>
        <source>A project, a model or a plan; none: the welcome page</source>
        <translation>项目、模型或方案；不给出则打开欢迎页</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>Paint views into PNG files and quit</source>
        <translation>将视图绘制为 PNG 文件后退出</translation>
    </message>
    <message>
        <source>welcome, explore, plan, evaluate, compare or all</source>
        <translation>welcome、explore、plan、evaluate、compare 或 all</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>light 或 dark</translation>
    </message>
    <message>
        <source>1 or 2</source>
        <translation>1 或 2</translation>
    </message>
    <message>
        <source>Size of the window</source>
        <translation>窗口大小</translation>
    </message>
    <message>
        <source>en, de or zh</source>
        <translation>en、de 或 zh</translation>
    </message>
    <message>
        <source>Write the report as PDF and quit</source>
        <translation>将报告写为 PDF 后退出</translation>
    </message>
    <message>
        <source>Start with default settings</source>
        <translation>以默认设置启动</translation>
    </message>
    <message>
        <source>the folder %1 cannot be made</source>
        <translation>无法创建文件夹 %1</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>无法写入 %1</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>确定</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>保存</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>放弃</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>是(&amp;Y)</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>否(&amp;N)</translation>
    </message>
</context>
<context>
    <name>QUndoStack</name>
    <message>
        <source>Undo %1</source>
        <translation>撤销：%1</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>重做：%1</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>复制(&amp;C)</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>复制链接地址(&amp;L)</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>全选</translation>
    </message>
</context>
<context>
    <name>moa::studio::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>命令</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>输入命令</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>命令</translation>
    </message>
</context>
<context>
    <name>moa::studio::Inspector</name>
    <message>
        <source>Measure</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Query head</source>
        <translation>查询头</translation>
    </message>
    <message>
        <source>kv group</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>Rule alpha</source>
        <translation>规则 alpha</translation>
    </message>
    <message>
        <source>Rule beta</source>
        <translation>规则 beta</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>跨度</translation>
    </message>
    <message>
        <source>alpha + beta · length, tokens</source>
        <translation>alpha + beta · 长度（词元）</translation>
    </message>
</context>
<context>
    <name>moa::studio::JobList</name>
    <message>
        <source>waiting</source>
        <translation>等待中</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>done</source>
        <translation>完成</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>已取消</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>失败</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>State</source>
        <translation>状态</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>进度</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>详情</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>剩余时间</translation>
    </message>
</context>
<context>
    <name>moa::studio::JobsView</name>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Cancels the selected jobs, or all; what is finished stays</source>
        <translation>取消所选任务或全部任务；已完成的部分会保留</translation>
    </message>
</context>
<context>
    <name>moa::studio::MainWindow</name>
    <message>
        <source>MoA Studio</source>
        <translation>MoA Studio</translation>
    </message>
    <message>
        <source>Explore</source>
        <translation>探索</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>评测</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>模型运行的设备</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>检查器</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>任务</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>日志</translation>
    </message>
    <message>
        <source>%1 – MoA Studio</source>
        <translation>%1 – MoA Studio</translation>
    </message>
    <message>
        <source> (read-only)</source>
        <translation>（只读）</translation>
    </message>
    <message>
        <source>Locate the model…</source>
        <translation>定位模型…</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>有任务正在运行</translation>
    </message>
    <message>
        <source>Close and cancel it? What it finished stays in the project, and it can go on from there.</source>
        <translation>关闭并取消任务？已完成的部分会保留在项目中，之后可以继续。</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>文件(&amp;F)</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>新建项目(&amp;N)…</translation>
    </message>
    <message>
        <source>Calibrate and profile a model</source>
        <translation>校准并剖析模型</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>打开(&amp;O)…</translation>
    </message>
    <message>
        <source>A project, a model or a plan</source>
        <translation>项目、模型或方案</translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation>打开示例(&amp;S)</translation>
    </message>
    <message>
        <source>The sample project, already profiled</source>
        <translation>已剖析的示例项目</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>另存为(&amp;A)…</translation>
    </message>
    <message>
        <source>The whole project under another name</source>
        <translation>以其他名称保存整个项目</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Projects (*.moa)</source>
        <translation>项目 (*.moa)</translation>
    </message>
    <message>
        <source>&amp;Locate the model…</source>
        <translation>定位模型(&amp;L)…</translation>
    </message>
    <message>
        <source>When it was moved</source>
        <translation>模型被移动时使用</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>&amp;Export plan…</source>
        <translation>导出方案(&amp;E)…</translation>
    </message>
    <message>
        <source>MoA&apos;s JSON of the plan that is shown</source>
        <translation>所示方案的 MoA JSON</translation>
    </message>
    <message>
        <source>Export plan</source>
        <translation>导出方案</translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation>方案 (*.json)</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>报告(&amp;R)…</translation>
    </message>
    <message>
        <source>What others can trust: HTML, Markdown or PDF, with a preview</source>
        <translation>可供他人信赖的结果：HTML、Markdown 或 PDF，带预览</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>退出(&amp;Q)</translation>
    </message>
    <message>
        <source>Everything is stored already</source>
        <translation>所有内容均已保存</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>编辑(&amp;E)</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>撤销</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>重做</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>命令(&amp;C)…</translation>
    </message>
    <message>
        <source>Every command by name</source>
        <translation>按名称查找所有命令</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>任务(&amp;J)</translation>
    </message>
    <message>
        <source>&amp;Go on with the profile</source>
        <translation>继续剖析(&amp;G)</translation>
    </message>
    <message>
        <source>Samples that are done are skipped</source>
        <translation>已完成的样本会被跳过</translation>
    </message>
    <message>
        <source>Scan the &amp;Pareto front</source>
        <translation>扫描帕累托前沿(&amp;P)</translation>
    </message>
    <message>
        <source>51 problems for three lengths</source>
        <translation>三个长度共 51 个问题</translation>
    </message>
    <message>
        <source>&amp;Validate…</source>
        <translation>验证(&amp;V)…</translation>
    </message>
    <message>
        <source>Losses of the candidates at a length that was not profiled</source>
        <translation>候选方案在未剖析长度处的损失</translation>
    </message>
    <message>
        <source>&amp;Cancel all jobs</source>
        <translation>取消所有任务(&amp;C)</translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation>已完成的部分会保留</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>视图(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Explore</source>
        <translation>探索(&amp;E)</translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation>方案(&amp;P)</translation>
    </message>
    <message>
        <source>E&amp;valuate</source>
        <translation>评测(&amp;V)</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>比较(&amp;C)</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>欢迎(&amp;W)</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>浅色(&amp;L)</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>浅色主题</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>深色(&amp;D)</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>深色主题</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>跟随系统(&amp;S)</translation>
    </message>
    <message>
        <source>The system&apos;s colours</source>
        <translation>系统主题</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>打开</translation>
    </message>
    <message>
        <source>Projects, models, plans (*.moa *.gguf *.json)</source>
        <translation>项目、模型、方案 (*.moa *.gguf *.json)</translation>
    </message>
    <message>
        <source>Conversations or text for validation</source>
        <translation>用于验证的对话或文本</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>保存…</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>保存报告</translation>
    </message>
    <message>
        <source>Reports (*.html *.md *.pdf)</source>
        <translation>报告 (*.html *.md *.pdf)</translation>
    </message>
</context>
<context>
    <name>moa::studio::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>One file a line: conversations as .jsonl, or plain text</source>
        <translation>每行一个文件：.jsonl 对话或纯文本</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>添加…</translation>
    </message>
    <message>
        <source>Calibration data</source>
        <translation>校准数据</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>模型(&amp;M)</translation>
    </message>
    <message>
        <source>Folder or .gguf file</source>
        <translation>文件夹或 .gguf 文件</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>模型文件夹</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>数据(&amp;D)</translation>
    </message>
    <message>
        <source>&amp;Lengths</source>
        <translation>长度(&amp;L)</translation>
    </message>
    <message>
        <source>&amp;Samples per length</source>
        <translation>每个长度的样本数(&amp;S)</translation>
    </message>
    <message>
        <source>&amp;Project file</source>
        <translation>项目文件(&amp;P)</translation>
    </message>
    <message>
        <source>Where the project is kept</source>
        <translation>项目的保存位置</translation>
    </message>
    <message>
        <source>Project file</source>
        <translation>项目文件</translation>
    </message>
    <message>
        <source>Projects (*.moa)</source>
        <translation>项目 (*.moa)</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖析</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>浏览…</translation>
    </message>
    <message>
        <source>Choose the model: a folder with safetensors, or a .gguf file.</source>
        <translation>请选择模型：含 safetensors 的文件夹或 .gguf 文件。</translation>
    </message>
    <message>
        <source>Add at least one file of conversations or text.</source>
        <translation>请至少添加一个对话或文本文件。</translation>
    </message>
    <message>
        <source>Lengths are whole numbers of 64 or more, such as 1024, 2048.</source>
        <translation>长度为不小于 64 的整数，例如 1024, 2048。</translation>
    </message>
    <message>
        <source>There is a file of this name already: choose another.</source>
        <translation>同名文件已存在：请换一个名称。</translation>
    </message>
</context>
<context>
    <name>moa::studio::ProjectTree</name>
    <message>
        <source>Project</source>
        <translation>项目</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>模型</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>架构</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>结构</translation>
    </message>
    <message>
        <source>%1 layers, %2 heads, %3 kv groups</source>
        <translation>%1 层，%2 个头，%3 个 KV 组</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>参数量</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>位置数</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>剖析</translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n 个样本</numerusform>
        </translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>, chosen</source>
        <translation>，已选定</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
</context>
<context>
    <name>moa::studio::Session</name>
    <message>
        <source>Change of the plan</source>
        <translation>更改方案</translation>
    </message>
    <message>
        <source>Reading the project</source>
        <translation>正在读取项目</translation>
    </message>
    <message>
        <source>Opening the project</source>
        <translation>正在打开项目</translation>
    </message>
    <message>
        <source>Saving the problem</source>
        <translation>正在保存问题</translation>
    </message>
    <message>
        <source>Opening the sample project</source>
        <translation>正在打开示例项目</translation>
    </message>
    <message>
        <source>Profiling %1</source>
        <translation>剖析 %1</translation>
    </message>
    <message>
        <source>Going on with the profile</source>
        <translation>继续剖析</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>导入 %1</translation>
    </message>
    <message>
        <source>Saving as %1</source>
        <translation>另存为 %1</translation>
    </message>
    <message>
        <source>Locating the model</source>
        <translation>定位模型</translation>
    </message>
    <message>
        <source>Saving the plan %1</source>
        <translation>保存方案 %1</translation>
    </message>
    <message>
        <source>Exporting the plan</source>
        <translation>导出方案</translation>
    </message>
    <message>
        <source>Pareto front</source>
        <translation>帕累托前沿</translation>
    </message>
    <message>
        <source>Validating at %1 tokens</source>
        <translation>在 %1 个词元处验证</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 / %2</translation>
    </message>
    <message>
        <source>Token map</source>
        <translation>词元热图</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>报告</translation>
    </message>
    <message>
        <source>Report to %1</source>
        <translation>报告写入 %1</translation>
    </message>
</context>
<context>
    <name>moa::studio::WelcomePage</name>
    <message>
        <source>MoA Studio</source>
        <translation>MoA Studio</translation>
    </message>
    <message>
        <source>See what every attention head looks at, give each the span it needs, and keep a fraction of the cache.</source>
        <translation>查看每个注意力头关注的内容，为其分配所需的跨度，只保留一小部分缓存。</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>打开示例项目</translation>
    </message>
    <message>
        <source>A small model, already profiled: every view is full at once</source>
        <translation>一个已剖析的小模型：所有视图立即可用</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>新建项目</translation>
    </message>
    <message>
        <source>Your model and your conversations: calibrate and profile</source>
        <translation>您的模型和对话：校准并剖析</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>打开项目</translation>
    </message>
    <message>
        <source>A .moa file; models and plans can be dropped on the window too</source>
        <translation>.moa 文件；模型和方案也可以拖放到窗口中</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>最近打开</translation>
    </message>
    <message>
        <source>Projects you open are listed here.</source>
        <translation>您打开的项目会列在这里。</translation>
    </message>
</context>
<context>
    <name>moa::widgets</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 毫秒</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 秒</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 分 %2 秒</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 小时 %2 分</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> 个词元</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>Bound the span</source>
        <translation>限制跨度</translation>
    </message>
    <message>
        <source>At &amp;least</source>
        <translation>最小(&amp;L)</translation>
    </message>
    <message>
        <source>At &amp;most</source>
        <translation>最大(&amp;M)</translation>
    </message>
    <message>
        <source>Pin to its rule  %1</source>
        <translation>固定到其规则  %1</translation>
    </message>
    <message>
        <source>Pin to its rule</source>
        <translation>固定到其规则</translation>
    </message>
    <message>
        <source>Pin to rule</source>
        <translation>固定到规则</translation>
    </message>
    <message>
        <source>%1   (%2 tokens at %3)</source>
        <translation>%1   （%3 处 %2 个词元）</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation>%1 个头</translation>
    </message>
    <message>
        <source>Bound the span...</source>
        <translation>限制跨度...</translation>
    </message>
    <message>
        <source>Exclude (keep dense)</source>
        <translation>排除（保持稠密）</translation>
    </message>
    <message>
        <source>Clear constraints</source>
        <translation>清除约束</translation>
    </message>
    <message>
        <source>Viridis</source>
        <translation>Viridis</translation>
    </message>
    <message>
        <source>Cividis</source>
        <translation>Cividis</translation>
    </message>
    <message>
        <source>Magma</source>
        <translation>Magma</translation>
    </message>
    <message>
        <source>Diverging</source>
        <translation>发散</translation>
    </message>
    <message>
        <source>key (token)</source>
        <translation>键（词元）</translation>
    </message>
    <message>
        <source>query (token)</source>
        <translation>查询（词元）</translation>
    </message>
    <message>
        <source>masked (a key after its query)</source>
        <translation>被屏蔽（键在查询之后）</translation>
    </message>
    <message>
        <source>query  %1</source>
        <translation>查询  %1</translation>
    </message>
    <message>
        <source>key  %1</source>
        <translation>键  %1</translation>
    </message>
    <message>
        <source>distance  %1</source>
        <translation>距离  %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ColourBar</name>
    <message>
        <source>Colour limits</source>
        <translation>颜色范围</translation>
    </message>
    <message>
        <source>Drag the marks to change the colour limits; double click for the whole range. Bars: how many cells have a value (square root).</source>
        <translation>拖动标记以改变颜色范围；双击恢复整个范围。柱形：具有该值的单元数（平方根）。</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>从 %1 到 %2</translation>
    </message>
</context>
<context>
    <name>moa::widgets::CurvePlot</name>
    <message>
        <source>%1
%2: %3
%4: %5</source>
        <translation>%1
%2：%3
%4：%5</translation>
    </message>
</context>
<context>
    <name>moa::widgets::CurveTable</name>
    <message>
        <source>Curve</source>
        <translation>曲线</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ElasticCurves</name>
    <message>
        <source>Span by length</source>
        <translation>跨度随长度</translation>
    </message>
    <message>
        <source>length (tokens)</source>
        <translation>长度（词元）</translation>
    </message>
    <message>
        <source>span (tokens)</source>
        <translation>跨度（词元）</translation>
    </message>
    <message>
        <source>Loss by span</source>
        <translation>损失随跨度</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Loss by length</source>
        <translation>损失随长度</translation>
    </message>
    <message>
        <source>Rules and losses appear here once a model is profiled.</source>
        <translation>模型剖析完成后，这里显示规则与损失。</translation>
    </message>
    <message>
        <source>Select a head in the grid.</source>
        <translation>请在网格中选择一个头。</translation>
    </message>
    <message>
        <source>%1, least</source>
        <translation>%1，最小</translation>
    </message>
    <message>
        <source>%1, largest</source>
        <translation>%1，最大</translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation>%1 个头</translation>
    </message>
    <message>
        <source>no plan yet</source>
        <translation>尚无方案</translation>
    </message>
    <message>
        <source>Spans of the plan</source>
        <translation>方案的跨度</translation>
    </message>
    <message>
        <source>mean of %1 heads</source>
        <translation>%1 个头的均值</translation>
    </message>
    <message>
        <source>head %1, kv group %2</source>
        <translation>头 %1，KV 组 %2</translation>
    </message>
    <message>
        <source>%1 (estimate)</source>
        <translation>%1（估计）</translation>
    </message>
    <message>
        <source>rules of the plan</source>
        <translation>方案的规则</translation>
    </message>
    <message>
        <source>every rule</source>
        <translation>所有规则</translation>
    </message>
    <message>
        <source>Losses of the plan</source>
        <translation>方案的损失</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ExplorePage</name>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Measure that colours the heads</source>
        <translation>为各头着色的指标</translation>
    </message>
    <message>
        <source>Table of heads</source>
        <translation>头列表</translation>
    </message>
    <message>
        <source>Heads of the layer</source>
        <translation>本层的头</translation>
    </message>
    <message>
        <source>No head is profiled yet.</source>
        <translation>尚未剖析任何头。</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadGrid</name>
    <message>
        <source>Head grid</source>
        <translation>头网格</translation>
    </message>
    <message>
        <source>%1 heads selected</source>
        <translation>已选择 %1 个头</translation>
    </message>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>第 %1 层，头 %2（KV 组 %3）</translation>
    </message>
    <message>
        <source>Rule: %1 tokens</source>
        <translation>规则：%1 个词元</translation>
    </message>
    <message>
        <source>Select all heads</source>
        <translation>选择所有头</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadMap</name>
    <message>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>注意力</translation>
    </message>
    <message>
        <source>Influence</source>
        <translation>影响</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>Attention: sum of the attention weights in a block. Influence: how much the loss changes when a value is masked.</source>
        <translation>注意力：块内注意力权重之和。影响：屏蔽一个值时损失的变化量。</translation>
    </message>
    <message>
        <source>Kept by the plan</source>
        <translation>方案保留</translation>
    </message>
    <message>
        <source>Grey and hatched: blocks the plan masks. Line: the rule&apos;s span; column: the sink.</source>
        <translation>灰色斜纹：方案屏蔽的块。线：规则的跨度；列：汇聚块。</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Length of the input, in tokens</source>
        <translation>输入长度（词元数）</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>显示</translation>
    </message>
    <message>
        <source>Largest value of a pixel (else the mean)</source>
        <translation>像素取最大值（否则取均值）</translation>
    </message>
    <message>
        <source>Largest: nothing vanishes at any zoom. Mean: true densities.</source>
        <translation>最大值：任何缩放下都不会丢失内容。均值：真实密度。</translation>
    </message>
    <message>
        <source>Logarithmic colours</source>
        <translation>对数颜色</translation>
    </message>
    <message>
        <source>Hide the sink</source>
        <translation>隐藏汇聚块</translation>
    </message>
    <message>
        <source>The first 64 tokens drown all else</source>
        <translation>前 64 个词元会盖过其余内容</translation>
    </message>
    <message>
        <source>Keep the colour limits for other heads</source>
        <translation>对其他头沿用颜色范围</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>整张热图</translation>
    </message>
    <message>
        <source>Mean of all samples</source>
        <translation>所有样本的均值</translation>
    </message>
    <message>
        <source>One sample, token by token</source>
        <translation>单个样本，逐词元</translation>
    </message>
    <message>
        <source>No head is profiled yet.</source>
        <translation>尚未剖析任何头。</translation>
    </message>
    <message>
        <source>Select a head in the grid.</source>
        <translation>请在网格中选择一个头。</translation>
    </message>
    <message>
        <source>Attention is not profiled at this length.</source>
        <translation>此长度未剖析注意力。</translation>
    </message>
    <message>
        <source>Influence is not known at this length yet.</source>
        <translation>此长度的影响尚未知。</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>头 %1</translation>
    </message>
    <message>
        <source>%1, %2 colours</source>
        <translation>%1，%2颜色</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>线性</translation>
    </message>
    <message>
        <source>token by token</source>
        <translation>逐词元</translation>
    </message>
    <message>
        <source>64 x 64 blocks at %1</source>
        <translation>%1 处的 64 x 64 块</translation>
    </message>
    <message>
        <source>rule %1</source>
        <translation>规则 %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadTable</name>
    <message>
        <source>Filter: 4.   or   &gt; 0.1</source>
        <translation>筛选：4.   或   &gt; 0.1</translation>
    </message>
    <message>
        <source>Text in any column, or a comparison with the sorted column such as &gt; 0.1</source>
        <translation>任意列中的文本，或与排序列的比较，例如 &gt; 0.1</translation>
    </message>
    <message>
        <source>Filter heads</source>
        <translation>筛选头</translation>
    </message>
    <message>
        <source>Table of heads</source>
        <translation>头列表</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadTableModel</name>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>第 %1 层，头 %2（KV 组 %3）</translation>
    </message>
    <message>
        <source>Span in tokens at length N, as the plan has it</source>
        <translation>方案在长度 N 处的跨度（词元数）</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>组</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Span at %1</source>
        <translation>%1 处的跨度</translation>
    </message>
</context>
<context>
    <name>moa::widgets::LayerThumbnails</name>
    <message>
        <source>Heads of the layer</source>
        <translation>本层的头</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>第 %1 层</translation>
    </message>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>第 %1 层，头 %2（KV 组 %3）</translation>
    </message>
</context>
<context>
    <name>moa::widgets::MapView</name>
    <message>
        <source>Map</source>
        <translation>热图</translation>
    </message>
    <message>
        <source>%1, %2 tokens, values from %3 to %4</source>
        <translation>%1，%2 个词元，值从 %3 到 %4</translation>
    </message>
</context>
<context>
    <name>moa::widgets::Notice</name>
    <message>
        <source>Error: %1: %2</source>
        <translation>错误：%1：%2</translation>
    </message>
</context>
<context>
    <name>moa::widgets::Panel</name>
    <message>
        <source>Copy or export %1</source>
        <translation>复制或导出%1</translation>
    </message>
    <message>
        <source>Copy or export</source>
        <translation>复制或导出</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>复制图</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>复制表格</translation>
    </message>
    <message>
        <source>Export figure (PNG, SVG, PDF)...</source>
        <translation>导出图（PNG、SVG、PDF）...</translation>
    </message>
    <message>
        <source>Export table (CSV)...</source>
        <translation>导出表格（CSV）...</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>导出图</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG 图片 (*.png)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG 矢量图 (*.svg)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF 文档 (*.pdf)</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>导出表格</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV 表格 (*.csv)</translation>
    </message>
    <message>
        <source>Markdown table (*.md)</source>
        <translation>Markdown 表格 (*.md)</translation>
    </message>
    <message>
        <source>LaTeX table (*.tex)</source>
        <translation>LaTeX 表格 (*.tex)</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh" sourcelanguage="en">
<context>
    <name>ColourMap</name>
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
</context>
<context>
    <name>ConstraintMenu</name>
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
</context>
<context>
    <name>MapAxes</name>
    <message>
        <source>key (token)</source>
        <translation>键（词元）</translation>
    </message>
    <message>
        <source>query (token)</source>
        <translation>查询（词元）</translation>
    </message>
</context>
<context>
    <name>MapReadout</name>
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
    <name>Measures</name>
    <message>
        <source>The project is read-only: save it under another name.</source>
        <translation>项目为只读：请另存为其他名称。</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Share of the key/value blocks the plan keeps for this head (kv density)</source>
        <translation>方案为该头保留的键/值块占比（KV 密度）</translation>
    </message>
    <message>
        <source>There is no plan yet</source>
        <translation>尚无方案</translation>
    </message>
    <message>
        <source>Loss at its rule</source>
        <translation>其规则下的损失</translation>
    </message>
    <message>
        <source>Influence of the blocks that the head&apos;s rule masks</source>
        <translation>该头的规则所屏蔽块的影响</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>敏感度</translation>
    </message>
    <message>
        <source>Share of the whole loss that this head carries when every head has the shortest rule</source>
        <translation>所有头都采用最短规则时该头在总损失中的占比</translation>
    </message>
    <message>
        <source>The losses are not there yet</source>
        <translation>损失尚未得出</translation>
    </message>
    <message>
        <source>Mean distance</source>
        <translation>平均距离</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>词元</translation>
    </message>
    <message>
        <source>How far back the head looks on average, from block sums</source>
        <translation>该头平均回看的距离，由块和计算</translation>
    </message>
    <message>
        <source>Sink mass</source>
        <translation>汇聚占比</translation>
    </message>
    <message>
        <source>Share of attention on the first 64 tokens</source>
        <translation>落在前 64 个词元上的注意力占比</translation>
    </message>
    <message>
        <source>Block entropy</source>
        <translation>块熵</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>How widely the head spreads its attention over blocks, mean over rows</source>
        <translation>该头的注意力在各块上分散的程度，按行平均</translation>
    </message>
</context>
<context>
    <name>NumberText</name>
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
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>浮动</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>关闭停靠窗口</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>使停靠窗口浮动或重新停靠</translation>
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
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>This figure has no interval</source>
        <translation>此数值没有区间</translation>
    </message>
    <message>
        <source>Of the whole run</source>
        <translation>整个运行的</translation>
    </message>
    <message>
        <source>running</source>
        <translation>运行中</translation>
    </message>
    <message>
        <source>Samples are still arriving</source>
        <translation>样本仍在到达</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>错误</translation>
    </message>
    <message>
        <source>right</source>
        <translation>正确</translation>
    </message>
    <message>
        <source>This task has no answers</source>
        <translation>此任务没有回答</translation>
    </message>
    <message>
        <source>the window was not painted in time</source>
        <translation>窗口未能及时绘制</translation>
    </message>
    <message>
        <source>Time the frames of the map and quit</source>
        <translation>测量热图帧时间后退出</translation>
    </message>
    <message>
        <source>Time the start and the opening of the sample and quit</source>
        <translation>测量启动和打开示例的时间后退出</translation>
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
    <name>moa::studio::DeviceButton</name>
    <message>
        <source>Where the model runs. A change holds from the next job on.</source>
        <translation>模型运行的设备。更改从下一个任务起生效。</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>设备</translation>
    </message>
    <message>
        <source>%1, %2 free</source>
        <translation>%1，可用 %2</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>GPU %1</source>
        <translation>GPU %1</translation>
    </message>
    <message>
        <source>No GPU that this build can use</source>
        <translation>没有此版本可用的 GPU</translation>
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
    <message>
        <source>Query heads</source>
        <translation>查询头</translation>
    </message>
    <message>
        <source>kv groups</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Different rules of the plan</source>
        <translation>方案中不同的规则</translation>
    </message>
    <message>
        <source>Mean over the selected heads: %1</source>
        <translation>所选头的均值：%1</translation>
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
    <message>
        <source>Nothing runs. Profiles, fronts, evaluations and reports are listed here.</source>
        <translation>没有任务在运行。分析、前沿、评估和报告会列在这里。</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>继续</translation>
    </message>
    <message>
        <source>Goes on with the selected jobs, or the last one, where they stopped</source>
        <translation>从中断处继续所选任务或最后一个任务</translation>
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
    <message>
        <source>Save as…</source>
        <translation>另存为…</translation>
    </message>
    <message>
        <source>File of the model</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
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
    <message>
        <source>Folder with safetensors…</source>
        <translation>含 safetensors 的文件夹…</translation>
    </message>
    <message>
        <source>GGUF file…</source>
        <translation>GGUF 文件…</translation>
    </message>
    <message>
        <source>File of the model</source>
        <translation>模型文件</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>模型 (*.gguf)</translation>
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
    <message>
        <source>Layers</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>头</translation>
    </message>
    <message>
        <source>%1 in %2 kv groups</source>
        <translation>%1，共 %2 个 kv 组</translation>
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
    <message>
        <source>Choosing the device</source>
        <translation>正在选择设备</translation>
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
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>Share of the questions answered with the whole number right</source>
        <translation>整个数字回答正确的问题占比</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>困惑度</translation>
    </message>
    <message>
        <source>exp of the mean loss over all tokens; less is better</source>
        <translation>所有词元平均损失的指数；越小越好</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>奈特</translation>
    </message>
    <message>
        <source>Mean loss of a token; less is better</source>
        <translation>每个词元的平均损失；越小越好</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV 缓存</translation>
    </message>
    <message>
        <source>Memory the caches really allocated</source>
        <translation>缓存实际分配的内存</translation>
    </message>
    <message>
        <source>Dense KV cache</source>
        <translation>稠密 KV 缓存</translation>
    </message>
    <message>
        <source>Memory a dense cache takes for the same tokens</source>
        <translation>稠密缓存存放相同词元所占的内存</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>峰值内存</translation>
    </message>
    <message>
        <source>Most memory in use at once</source>
        <translation>同时占用的最大内存</translation>
    </message>
    <message>
        <source>Prefill speed</source>
        <translation>预填充速度</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>词元/秒</translation>
    </message>
    <message>
        <source>Prompt tokens read per second, median</source>
        <translation>每秒读取的提示词元数，中位数</translation>
    </message>
    <message>
        <source>Decode speed</source>
        <translation>解码速度</translation>
    </message>
    <message>
        <source>Tokens written per second, median</source>
        <translation>每秒写出的词元数，中位数</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>检索</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>, 95 % interval %1 to %2</source>
        <translation>，95 % 区间 %1 至 %2</translation>
    </message>
    <message>
        <source>, n = %1</source>
        <translation>，n = %1</translation>
    </message>
    <message>
        <source>%1, block prefill</source>
        <translation>%1，块预填充</translation>
    </message>
    <message>
        <source>This run has no such setting</source>
        <translation>此运行没有该设置</translation>
    </message>
    <message>
        <source>run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>kv density at %1</source>
        <translation>%1 处的 KV 密度</translation>
    </message>
    <message>
        <source>cache density at %1</source>
        <translation>%1 处的缓存密度</translation>
    </message>
    <message>
        <source>KV cache, most</source>
        <translation>KV 缓存，最大</translation>
    </message>
    <message>
        <source>dense KV cache</source>
        <translation>稠密 KV 缓存</translation>
    </message>
    <message>
        <source>allowance, tokens</source>
        <translation>余量，词元</translation>
    </message>
    <message>
        <source>The baseline was not run at this length</source>
        <translation>基线未在此长度运行</translation>
    </message>
    <message>
        <source>This run was not made at this length</source>
        <translation>此运行未在此长度进行</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 对比 %2</translation>
    </message>
    <message>
        <source>same</source>
        <translation>相同</translation>
    </message>
    <message>
        <source>%1 overlap</source>
        <translation>%1 重叠</translation>
    </message>
    <message>
        <source>The 95 % intervals overlap: the difference may be chance</source>
        <translation>95 % 区间重叠：差异可能是偶然</translation>
    </message>
    <message>
        <source>%1 better</source>
        <translation>%1 更好</translation>
    </message>
    <message>
        <source>%1 worse</source>
        <translation>%1 更差</translation>
    </message>
    <message>
        <source>The runs share no question</source>
        <translation>这些运行没有共同的问题</translation>
    </message>
    <message>
        <source>Chance alone would do this less than once in twenty</source>
        <translation>仅凭偶然出现的概率小于二十分之一</translation>
    </message>
    <message>
        <source>Chance alone could do this: no difference is shown</source>
        <translation>可能仅为偶然：未显示出差异</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>设置项</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>提示的词元数</translation>
    </message>
    <message>
        <source>Value; its interval is the tooltip of a cell</source>
        <translation>值；其区间见单元格提示</translation>
    </message>
    <message>
        <source>Against %1, in the unit of the metric</source>
        <translation>对比 %1，以该指标的单位</translation>
    </message>
    <message>
        <source>Against %1</source>
        <translation>对比 %1</translation>
    </message>
    <message>
        <source>Both right</source>
        <translation>两者都对</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>仅 %1</translation>
    </message>
    <message>
        <source>Right in the baseline only</source>
        <translation>仅基线正确</translation>
    </message>
    <message>
        <source>Only this</source>
        <translation>仅此运行</translation>
    </message>
    <message>
        <source>Right in this run only</source>
        <translation>仅此运行正确</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>都不对</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>相等</translation>
    </message>
    <message>
        <source>Windows with the same loss</source>
        <translation>损失相同的窗口</translation>
    </message>
    <message>
        <source>%1 lower</source>
        <translation>%1 更低</translation>
    </message>
    <message>
        <source>The baseline&apos;s loss is lower</source>
        <translation>基线的损失更低</translation>
    </message>
    <message>
        <source>This lower</source>
        <translation>此运行更低</translation>
    </message>
    <message>
        <source>This run&apos;s loss is lower</source>
        <translation>此运行的损失更低</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Questions or windows both runs have</source>
        <translation>两个运行共有的问题或窗口</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Exact sign test (McNemar) on the pairs that differ, two-sided</source>
        <translation>对不一致配对的精确符号检验（McNemar），双侧</translation>
    </message>
</context>
<context>
    <name>moa::widgets::BudgetSliders</name>
    <message>
        <source>Linked</source>
        <translation>联动</translation>
    </message>
    <message>
        <source>Budget at %1 tokens</source>
        <translation>%1 个词元处的预算</translation>
    </message>
    <message>
        <source>kv</source>
        <translation>KV</translation>
    </message>
    <message>
        <source>causal</source>
        <translation>因果</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>原始</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>缓存</translation>
    </message>
    <message>
        <source>Moving one budget moves those of all lengths by the same amount</source>
        <translation>移动一个预算会使所有长度的预算等量移动</translation>
    </message>
    <message>
        <source>Budget at %1 tokens, a profiled length</source>
        <translation>%1 个词元处的预算，已剖析的长度</translation>
    </message>
    <message>
        <source>Budget at %1 tokens, where nothing was profiled</source>
        <translation>%1 个词元处的预算，未剖析</translation>
    </message>
    <message>
        <source>At most this kv density at %1 tokens: the share of its key and value blocks that a row keeps at most, as a mean over all heads</source>
        <translation>%1 个词元处 KV 密度的上限：一行最多保留的键/值块占比，按所有头平均</translation>
    </message>
    <message>
        <source>kv density of the plan: most blocks a row keeps, of all blocks of a row; mean over heads. Budgets bound it.</source>
        <translation>方案的 KV 密度：一行最多保留的块占该行所有块的比例，按头平均。预算限制的就是它。</translation>
    </message>
    <message>
        <source>causal density: kept blocks of the causal triangle, what computing attention costs</source>
        <translation>因果密度：因果三角中保留的块，即注意力计算的代价</translation>
    </message>
    <message>
        <source>raw density: span over length, neither clipped nor with the sink, as published code prints it</source>
        <translation>原始密度：跨度除以长度，不截断也不含汇聚块，即已发布代码所输出的值</translation>
    </message>
    <message>
        <source>cache density: bytes of the key and value cache against the dense model&apos;s, what memory costs</source>
        <translation>缓存密度：键/值缓存字节数与稠密模型之比，即内存代价</translation>
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
    <name>moa::widgets::ComparePage</name>
    <message>
        <source>Copy as Markdown</source>
        <translation>复制为 Markdown</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>复制为 LaTeX</translation>
    </message>
    <message>
        <source>Compared runs</source>
        <translation>所比较的运行</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>设置</translation>
    </message>
    <message>
        <source>Diff only</source>
        <translation>仅差异</translation>
    </message>
    <message>
        <source>Same questions</source>
        <translation>相同问题</translation>
    </message>
    <message>
        <source>Paired samples</source>
        <translation>配对样本</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>曲线</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Hides the settings all runs agree on</source>
        <translation>隐藏所有运行一致的设置</translation>
    </message>
    <message>
        <source>Metric of the curves</source>
        <translation>曲线的指标</translation>
    </message>
    <message>
        <source>First plan</source>
        <translation>第一个方案</translation>
    </message>
    <message>
        <source>Second plan</source>
        <translation>第二个方案</translation>
    </message>
    <message>
        <source>Length of the densities</source>
        <translation>密度所在的长度</translation>
    </message>
    <message>
        <source>Tokens: a plan&apos;s densities depend on the length</source>
        <translation>词元数：方案的密度取决于长度</translation>
    </message>
    <message>
        <source>There is no run yet: evaluate a plan and a baseline first.</source>
        <translation>尚无运行：请先评测一个方案和一个基线。</translation>
    </message>
    <message>
        <source>Choose at least two runs on the left.</source>
        <translation>请在左侧至少选择两个运行。</translation>
    </message>
    <message>
        <source>No runs.</source>
        <translation>没有运行。</translation>
    </message>
    <message>
        <source>deltas against %1</source>
        <translation>相对 %1 的差值</translation>
    </message>
    <message>
        <source>matched by prompt, against %1</source>
        <translation>按提示配对，对比 %1</translation>
    </message>
    <message>
        <source>%1 of %2 differ</source>
        <translation>%2 个中有 %1 个不同</translation>
    </message>
    <message>
        <source>by length, 95 % intervals</source>
        <translation>随长度，95 % 区间</translation>
    </message>
    <message>
        <source>The densities of %1 at %2 tokens are not known: no run and no plan of the project has them.</source>
        <translation>%1 在 %2 个词元处的密度未知：项目中没有运行或方案包含它。</translation>
    </message>
    <message>
        <source>The plans are of models of different shape.</source>
        <translation>方案属于结构不同的模型。</translation>
    </message>
    <message>
        <source>%1 of %2 heads differ</source>
        <translation>%2 个头中有 %1 个不同</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ConstraintModel</name>
    <message>
        <source>pin</source>
        <translation>固定</translation>
    </message>
    <message>
        <source>span</source>
        <translation>跨度</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>稠密</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>What a span bound costs is not worked out</source>
        <translation>跨度限制的代价未计算</translation>
    </message>
    <message>
        <source>Not known for this plan yet</source>
        <translation>此方案尚未知</translation>
    </message>
    <message>
        <source>How much less the weighted loss would be without it, in the relaxed problem</source>
        <translation>松弛问题中去掉它后加权损失可减少的量</translation>
    </message>
    <message>
        <source>This unit must take this rule: its span in tokens at length N</source>
        <translation>此单元必须采用此规则：其在长度 N 处的跨度（词元数）</translation>
    </message>
    <message>
        <source>Rules whose span in tokens leaves these limits at any length are forbidden</source>
        <translation>任一长度处跨度（词元数）超出此范围的规则均被禁用</translation>
    </message>
    <message>
        <source>This unit keeps everything: it stays dense</source>
        <translation>此单元保留全部内容：保持稠密</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Rule / least</source>
        <translation>规则 / 最小</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>最大</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>代价</translation>
    </message>
    <message>
        <source>kv group or query head, counted in its layer from 0</source>
        <translation>KV 组或查询头，层内从 0 计数</translation>
    </message>
    <message>
        <source>Pins: the rule. Span bounds: tokens the span must have at least</source>
        <translation>固定：规则。跨度限制：跨度的最小词元数</translation>
    </message>
    <message>
        <source>Tokens the span may have at most</source>
        <translation>跨度的最大词元数</translation>
    </message>
    <message>
        <source>Loss this constraint costs</source>
        <translation>此约束的损失代价</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ConstraintTable</name>
    <message>
        <source>Remove</source>
        <translation>移除</translation>
    </message>
    <message>
        <source>any</source>
        <translation>任意</translation>
    </message>
    <message>
        <source>Rules per layer</source>
        <translation>每层规则数</translation>
    </message>
    <message>
        <source>kv groups</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>query heads</source>
        <translation>查询头</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>单元</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>约束</translation>
    </message>
    <message>
        <source>all</source>
        <translation>全部</translation>
    </message>
    <message>
        <source>Add for selection</source>
        <translation>为所选添加</translation>
    </message>
    <message>
        <source>Pins, bounds or keeps dense the heads that are selected</source>
        <translation>固定、限制所选的头或使其保持稠密</translation>
    </message>
    <message>
        <source>Takes the selected constraints away (Delete)</source>
        <translation>移除所选约束（Delete）</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>不限</translation>
    </message>
    <message>
        <source>How many different rules the units of one layer may have</source>
        <translation>一层的各单元可有多少种不同规则</translation>
    </message>
    <message>
        <source>What gets a rule of its own. Query heads of a kv group share one cache, as large as the largest of them: rules for single query heads save computing rather than memory.</source>
        <translation>拥有独立规则的单位。同一 KV 组的查询头共享一个缓存，大小取其中最大者：为单个查询头设规则节省的是计算而非内存。</translation>
    </message>
    <message>
        <source>Weight of the loss at %1 tokens</source>
        <translation>%1 个词元处损失的权重</translation>
    </message>
    <message>
        <source>How much the loss at %1 tokens counts in the weighted sum</source>
        <translation>%1 个词元处的损失在加权和中的权重</translation>
    </message>
    <message>
        <source>Weight %1</source>
        <translation>权重 %1</translation>
    </message>
    <message>
        <source>Select heads first, in the plan grid or in Explore</source>
        <translation>请先在方案网格或“探索”中选择头</translation>
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
    <name>moa::widgets::DensityPanel</name>
    <message>
        <source>Loss against density</source>
        <translation>损失与密度</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>此方案</translation>
    </message>
</context>
<context>
    <name>moa::widgets::DensityPlot</name>
    <message>
        <source>Quantity</source>
        <translation>量</translation>
    </message>
    <message>
        <source>What the curve shows: the weighted loss that plans minimise, or the loss at one length</source>
        <translation>曲线显示的量：方案所最小化的加权损失，或某一长度上的损失</translation>
    </message>
    <message>
        <source>Loss against density</source>
        <translation>损失与密度</translation>
    </message>
    <message>
        <source>Weighted loss</source>
        <translation>加权损失</translation>
    </message>
    <message>
        <source>Loss at %1</source>
        <translation>%1 处的损失</translation>
    </message>
    <message>
        <source>Budget at every length (% of kv)</source>
        <translation>每个长度的预算（KV 的 %）</translation>
    </message>
    <message>
        <source>Best plan</source>
        <translation>最佳方案</translation>
    </message>
    <message>
        <source>Uniform window</source>
        <translation>均匀窗口</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>稠密</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>此方案</translation>
    </message>
    <message>
        <source>Click a point to plan with its budget at every length.</source>
        <translation>点击一点，即在每个长度上使用该点的预算。</translation>
    </message>
    <message>
        <source>Of the problem before the last change.</source>
        <translation>属于上次更改之前的问题。</translation>
    </message>
    <message>
        <source>No plan was found below %1.</source>
        <translation>低于 %1 未找到方案。</translation>
    </message>
    <message>
        <source>%1 from %2 at %3 to %4 at %5</source>
        <translation>%1：从 %3 处的 %2 到 %5 处的 %4</translation>
    </message>
    <message>
        <source>Budget (%)</source>
        <translation>预算（%）</translation>
    </message>
    <message>
        <source>Lower bound</source>
        <translation>下界</translation>
    </message>
    <message>
        <source>Uniform at %1</source>
        <translation>均匀窗口（%1）</translation>
    </message>
    <message>
        <source>No plan was found at this density</source>
        <translation>在此密度下未找到方案</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
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
        <source>%1 (estimate)</source>
        <translation>%1（估计）</translation>
    </message>
    <message>
        <source>every rule</source>
        <translation>所有规则</translation>
    </message>
    <message>
        <source>Losses of the plan</source>
        <translation>方案的损失</translation>
    </message>
    <message>
        <source>kv group %1</source>
        <translation>KV 组 %1</translation>
    </message>
    <message>
        <source>mean loss</source>
        <translation>平均损失</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>方案</translation>
    </message>
</context>
<context>
    <name>moa::widgets::EvaluatePage</name>
    <message>
        <source>New run</source>
        <translation>新运行</translation>
    </message>
    <message>
        <source>Retrieval by length and depth</source>
        <translation>按长度和深度的检索</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>准确率</translation>
    </message>
    <message>
        <source>By length</source>
        <translation>按长度</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>内存</translation>
    </message>
    <message>
        <source>Which metrics</source>
        <translation>显示哪些指标</translation>
    </message>
    <message>
        <source>All metrics</source>
        <translation>所有指标</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>质量</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>速度</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>KV cache allocated, of dense</source>
        <translation>已分配的 KV 缓存，占稠密</translation>
    </message>
    <message>
        <source>Nothing was evaluated yet.
Choose plans and baselines on the left and press Run: rows arrive here while it runs.</source>
        <translation>尚未评测。
请在左侧选择方案和基线并按“运行”：结果会边运行边到达这里。</translation>
    </message>
    <message>
        <source>Nothing was evaluated yet, and nothing can be evaluated now.
%1</source>
        <translation>尚未评测，且目前无法评测。
%1</translation>
    </message>
    <message>
        <source>No retrieval was run yet: choose the task Retrieval and press Run.</source>
        <translation>尚未运行检索：请选择检索任务并按“运行”。</translation>
    </message>
    <message>
        <source>by length, 95 % intervals</source>
        <translation>随长度，95 % 区间</translation>
    </message>
    <message>
        <source>No retrieval was run yet.</source>
        <translation>尚未运行检索。</translation>
    </message>
    <message>
        <source>No memory was measured yet: run Retrieval or Memory.</source>
        <translation>尚未测量内存：请运行检索或内存任务。</translation>
    </message>
    <message>
        <source>No perplexity and no speed was measured yet.</source>
        <translation>尚未测量困惑度和速度。</translation>
    </message>
    <message>
        <source>per cent right; depth 0 %: start of prompt</source>
        <translation>正确百分比；深度 0 %：提示的开头</translation>
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
        <source>Kept by the plan</source>
        <translation>方案保留</translation>
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
        <source>largest</source>
        <translation>最大值</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>均值</translation>
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
        <source>rule %1</source>
        <translation>规则 %1</translation>
    </message>
    <message>
        <source>Influence: how much the loss changes when a value is masked. Attention: sum of the attention weights in a block.</source>
        <translation>影响：屏蔽一个值时损失的变化量。注意力：块内注意力权重之和。</translation>
    </message>
    <message>
        <source>Grey and hatched: blocks the plan masks, in the optimizer&apos;s layout. Line: the rule&apos;s span; column: the sink.</source>
        <translation>灰色斜纹：方案屏蔽的块（按优化器的布局）。线：规则的跨度；列：汇聚块。</translation>
    </message>
    <message>
        <source>No head is profiled yet. Profiling finds out what each head attends to, and what it would cost to mask it.</source>
        <translation>尚未剖析任何头。剖析可得出每个头关注的内容以及屏蔽它的代价。</translation>
    </message>
    <message>
        <source>Profile the model...</source>
        <translation>剖析模型...</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1，%2</translation>
    </message>
    <message>
        <source>log</source>
        <translation>对数</translation>
    </message>
    <message>
        <source>%1 in blocks</source>
        <translation>%1，按块</translation>
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
        <source>Rule</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Span at %1</source>
        <translation>%1 处的跨度</translation>
    </message>
    <message>
        <source>kv group: heads that share keys and values</source>
        <translation>KV 组：共享键和值的头</translation>
    </message>
    <message>
        <source>kv</source>
        <translation>KV</translation>
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
    <name>moa::widgets::MapTable</name>
    <message>
        <source>key %1</source>
        <translation>键 %1</translation>
    </message>
    <message>
        <source>query %1</source>
        <translation>查询 %1</translation>
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
    <name>moa::widgets::MemoryBars</name>
    <message>
        <source>Memory of the KV cache against dense</source>
        <translation>KV 缓存内存与稠密相比</translation>
    </message>
    <message>
        <source>%1 at %2 tokens</source>
        <translation>%1，%2 个词元处</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1：%2</translation>
    </message>
    <message>
        <source>%1: %2 of the dense cache&apos;s %3, %4</source>
        <translation>%1：稠密缓存 %3 中的 %2，%4</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>The dense cache&apos;s memory is not known</source>
        <translation>稠密缓存的内存未知</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>KV cache, MiB</source>
        <translation>KV 缓存，MiB</translation>
    </message>
    <message>
        <source>Memory the caches really allocated</source>
        <translation>缓存实际分配的内存</translation>
    </message>
    <message>
        <source>Dense, MiB</source>
        <translation>稠密，MiB</translation>
    </message>
    <message>
        <source>Memory a dense cache takes for the same tokens</source>
        <translation>稠密缓存存放相同词元所占的内存</translation>
    </message>
    <message>
        <source>Share, %</source>
        <translation>占比，%</translation>
    </message>
    <message>
        <source>Of the dense cache</source>
        <translation>占稠密缓存</translation>
    </message>
</context>
<context>
    <name>moa::widgets::MetricPlot</name>
    <message>
        <source>Length, tokens</source>
        <translation>长度，词元</translation>
    </message>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1：%3 处 %2</translation>
    </message>
    <message>
        <source>%1 by length</source>
        <translation>%1随长度</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>提示的词元数</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Lower end of the 95 % interval</source>
        <translation>95 % 区间的下端</translation>
    </message>
    <message>
        <source>High</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Upper end of the 95 % interval</source>
        <translation>95 % 区间的上端</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
</context>
<context>
    <name>moa::widgets::MixPanel</name>
    <message>
        <source>balanced</source>
        <translation>平衡</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>按论文</translation>
    </message>
    <message>
        <source>Balance between samples</source>
        <translation>样本间的平衡</translation>
    </message>
    <message>
        <source>Share of this source in the mean over sources</source>
        <translation>该来源在各来源均值中的占比</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>%1 的权重</translation>
    </message>
    <message>
        <source>Weight of the samples from %1; 0 leaves them out</source>
        <translation>来自 %1 的样本的权重；0 表示不计入</translation>
    </message>
    <message>
        <source>Each sample counts the same, then each source by its weight.</source>
        <translation>每个样本权重相同，再按来源权重计算。</translation>
    </message>
    <message>
        <source>Plain mean over all samples, weighted by source: those with a large loss, mostly prose, decide.</source>
        <translation>对所有样本取简单平均，按来源加权：损失大的样本（多为散文）起决定作用。</translation>
    </message>
</context>
<context>
    <name>moa::widgets::Notice</name>
    <message>
        <source>Error: %1: %2</source>
        <translation>错误：%1：%2</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>关闭</translation>
    </message>
</context>
<context>
    <name>moa::widgets::OrderForm</name>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>取消</translation>
    </message>
    <message>
        <source>Questions for a number that stands somewhere in a long record</source>
        <translation>询问长记录中某处的一个数字</translation>
    </message>
    <message>
        <source>Loss on a text of yours, window by window</source>
        <translation>在您的文本上逐窗口的损失</translation>
    </message>
    <message>
        <source>Bytes the caches really allocate</source>
        <translation>缓存实际分配的字节数</translation>
    </message>
    <message>
        <source>Tokens per second of prefill and decode</source>
        <translation>预填充和解码的每秒词元数</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>选择...</translation>
    </message>
    <message>
        <source>Text or JSONL file</source>
        <translation>文本或 JSONL 文件</translation>
    </message>
    <message>
        <source>The text the loss is taken on; best one the model was not calibrated with</source>
        <translation>计算损失所用的文本；最好不是校准用过的</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>文本</translation>
    </message>
    <message>
        <source>Plans and baselines</source>
        <translation>方案与基线</translation>
    </message>
    <message>
        <source>Lengths, tokens</source>
        <translation>长度，词元</translation>
    </message>
    <message>
        <source>Questions or windows at every length; more of them make the intervals narrower</source>
        <translation>每个长度的问题数或窗口数；越多区间越窄</translation>
    </message>
    <message>
        <source>Samples per length</source>
        <translation>每个长度的样本数</translation>
    </message>
    <message>
        <source>By token</source>
        <translation>按词元</translation>
    </message>
    <message>
        <source>By block of 64</source>
        <translation>按 64 的块</translation>
    </message>
    <message>
        <source>How the prompt sees the cache: token by token as decode does, or by whole blocks as in the published code</source>
        <translation>提示如何看到缓存：像解码那样逐词元，或像已发布的代码那样按整块</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>预填充</translation>
    </message>
    <message>
        <source>Progress of the evaluation</source>
        <translation>评测进度</translation>
    </message>
    <message>
        <source>Evaluates every chosen plan at every chosen length; rows arrive while it runs</source>
        <translation>在所选的每个长度评测所选的每个方案；结果边运行边到达</translation>
    </message>
    <message>
        <source>Stops within half a second; finished samples are kept</source>
        <translation>半秒内停止；已完成的样本会保留</translation>
    </message>
    <message>
        <source>The model as it is: every token stays in the cache</source>
        <translation>原模型：每个词元都留在缓存中</translation>
    </message>
    <message>
        <source>uniform, same memory</source>
        <translation>均匀，相同内存</translation>
    </message>
    <message>
        <source>One window for all heads, at most as large in memory as the plan</source>
        <translation>所有头共用一个窗口，内存不超过方案</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 个词元</translation>
    </message>
    <message>
        <source>The model is not there.</source>
        <translation>模型不存在。</translation>
    </message>
    <message>
        <source>Choose a plan or a baseline.</source>
        <translation>请选择方案或基线。</translation>
    </message>
    <message>
        <source>Choose a length.</source>
        <translation>请选择长度。</translation>
    </message>
    <message>
        <source>Choose the text the perplexity is taken on.</source>
        <translation>请选择计算困惑度所用的文本。</translation>
    </message>
    <message>
        <source>Text for the perplexity</source>
        <translation>困惑度所用文本</translation>
    </message>
    <message>
        <source>Text (*.txt *.md *.jsonl);;All files (*)</source>
        <translation>文本 (*.txt *.md *.jsonl);;所有文件 (*)</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>正在停止</translation>
    </message>
    <message>
        <source>shown, as %1</source>
        <translation>当前方案，存为 %1</translation>
    </message>
    <message>
        <source>The plan on the Plan page, which is not stored yet: Run saves it as %1 first</source>
        <translation>“方案”页上尚未保存的方案：运行前先存为 %1</translation>
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
<context>
    <name>moa::widgets::ParetoPlot</name>
    <message>
        <source>Dominated</source>
        <translation>被支配的</translation>
    </message>
    <message>
        <source>vs</source>
        <translation>对</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>横轴</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>纵轴</translation>
    </message>
    <message>
        <source>Also plans that another one beats at every profiled length</source>
        <translation>也显示在每个已剖析长度上都被超越的方案</translation>
    </message>
    <message>
        <source>Pareto plot</source>
        <translation>帕累托图</translation>
    </message>
    <message>
        <source>Loss at %1</source>
        <translation>%1 处的损失</translation>
    </message>
    <message>
        <source>kv density</source>
        <translation>KV 密度</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>前沿</translation>
    </message>
    <message>
        <source>not stored</source>
        <translation>未保存</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <translation>%1（%2，%3）</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>此方案</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>稠密</translation>
    </message>
    <message>
        <source>Outside: %1</source>
        <translation>范围外：%1</translation>
    </message>
    <message>
        <source>; </source>
        <translation>；</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>类型</translation>
    </message>
    <message>
        <source>dominated</source>
        <translation>被支配</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>候选</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>导入</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>已保存</translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s)</source>
        <translation>
            <numerusform>%n 个方案</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanDifference</name>
    <message>
        <source>Density of every head in two plans</source>
        <translation>两个方案中每个头的密度</translation>
    </message>
    <message>
        <source>Head %1.%2: kv density %3 in %4, %5 in %6, difference %7 points</source>
        <translation>头 %1.%2：KV 密度在 %4 中为 %3，在 %6 中为 %5，相差 %7 个百分点</translation>
    </message>
    <message>
        <source>Difference, points</source>
        <translation>差值，百分点</translation>
    </message>
    <message>
        <source>%1, %</source>
        <translation>%1，%</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>%1, kv density %</source>
        <translation>%1，KV 密度 %</translation>
    </message>
    <message>
        <source>%1 of %2 heads differ between %3 and %4</source>
        <translation>%3 与 %4 之间，%2 个头中有 %1 个不同</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>差值</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanGrid</name>
    <message>
        <source>Plan, layers by heads</source>
        <translation>方案，层 × 头</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>规则</translation>
    </message>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>第 %1 层，头 %2（KV 组 %3）</translation>
    </message>
    <message>
        <source>Rule %1: %2 of %3 tokens</source>
        <translation>规则 %1：%3 个词元中的 %2 个</translation>
    </message>
    <message>
        <source>kv density %1 at %2</source>
        <translation>%2 处 KV 密度 %1</translation>
    </message>
    <message>
        <source>%1: %2, density differs by %3</source>
        <translation>%1：%2，密度相差 %3</translation>
    </message>
    <message>
        <source>The same in %1</source>
        <translation>%1 中的相同部分</translation>
    </message>
    <message>
        <source>Pinned to its rule</source>
        <translation>固定到其规则</translation>
    </message>
    <message>
        <source>Kept dense</source>
        <translation>保持稠密</translation>
    </message>
    <message>
        <source>Rules of layer %1: %2</source>
        <translation>第 %1 层的规则：%2</translation>
    </message>
    <message>
        <source>kv density less %1&apos;s: %2 of %3 heads differ</source>
        <translation>KV 密度减去 %1 的：%3 个头中有 %2 个不同</translation>
    </message>
    <message>
        <source>kv density at %1</source>
        <translation>%1 处的 KV 密度</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanList</name>
    <message>
        <source>Load</source>
        <translation>载入</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>比较</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>另存为</translation>
    </message>
    <message>
        <source>Plans of the project</source>
        <translation>项目的方案</translation>
    </message>
    <message>
        <source>Shows the selected plan (Enter or double click)</source>
        <translation>显示所选方案（回车或双击）</translation>
    </message>
    <message>
        <source>Marks in the plan grid how the present plan differs from the selected one</source>
        <translation>在方案网格中标出当前方案与所选方案的差异</translation>
    </message>
    <message>
        <source>Name of the present plan</source>
        <translation>当前方案的名称</translation>
    </message>
    <message>
        <source>Stores the present plan in the project under this name</source>
        <translation>以此名称将当前方案保存到项目</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>来源</translation>
    </message>
    <message>
        <source>optimized, Pareto candidate or imported</source>
        <translation>优化、帕累托候选或导入</translation>
    </message>
    <message>
        <source>Loss %1</source>
        <translation>损失 %1</translation>
    </message>
    <message>
        <source>This plan was not weighed here</source>
        <translation>此方案在此处未评估</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>替换</translation>
    </message>
    <message>
        <source>kv</source>
        <translation>KV</translation>
    </message>
    <message>
        <source>kv density at the longest profiled length</source>
        <translation>最长已剖析长度处的 KV 密度</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1（%2）</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanPage</name>
    <message>
        <source>Budgets</source>
        <translation>预算</translation>
    </message>
    <message>
        <source>Calibration mix</source>
        <translation>校准数据配比</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>约束</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>What plans cost</source>
        <translation>方案的代价</translation>
    </message>
    <message>
        <source>Find again</source>
        <translation>重新寻找</translation>
    </message>
    <message>
        <source>Heads by span</source>
        <translation>各跨度的头数</translation>
    </message>
    <message>
        <source>Unseen length</source>
        <translation>未见长度</translation>
    </message>
    <message>
        <source>Validate again</source>
        <translation>重新验证</translation>
    </message>
    <message>
        <source>Plans of the project</source>
        <translation>项目的方案</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Input length at which densities and spans are shown</source>
        <translation>显示密度和跨度所用的输入长度</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>比较对象</translation>
    </message>
    <message>
        <source>Shows what differs from another plan of the project</source>
        <translation>显示与项目中另一方案的差异</translation>
    </message>
    <message>
        <source>Solves the whole Pareto set for the present budgets and constraints</source>
        <translation>按当前预算和约束求解整个帕累托集</translation>
    </message>
    <message>
        <source>Spans</source>
        <translation>跨度</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>验证</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>不比较</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>在 %1 处</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>此方案</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>Nothing to plan yet: the model has no profile. Profile it first.</source>
        <translation>尚无可规划内容：模型没有剖析结果。请先剖析。</translation>
    </message>
    <message>
        <source>The optimizer has not answered yet.</source>
        <translation>优化器尚未给出结果。</translation>
    </message>
    <message>
        <source>There is no budget.</source>
        <translation>没有预算。</translation>
    </message>
    <message>
        <source>The profile names no sources.</source>
        <translation>剖析结果没有来源名称。</translation>
    </message>
    <message>
        <source>No Pareto set yet: plans that trade the loss at one length against another.</source>
        <translation>尚无帕累托集：在不同长度的损失之间权衡的方案。</translation>
    </message>
    <message>
        <source>Find Pareto plans</source>
        <translation>寻找帕累托方案</translation>
    </message>
    <message>
        <source>Not validated yet: which candidate loses least at a length that was not profiled?</source>
        <translation>尚未验证：哪个候选方案在未剖析的长度处损失最小？</translation>
    </message>
    <message>
        <source>Validate...</source>
        <translation>验证...</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>密度</translation>
    </message>
    <message>
        <source>Pareto</source>
        <translation>帕累托</translation>
    </message>
    <message>
        <source>No plan meets the constraints at any density.</source>
        <translation>任何密度下都没有满足约束的方案。</translation>
    </message>
    <message>
        <source>outlined: %1</source>
        <translation>轮廓：%1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanReadout</name>
    <message>
        <source>Weighted loss: the sum over lengths of weight times loss, which the plan minimises. Loss is the influence of everything that is masked, a first-order estimate of how much the model&apos;s loss grows.</source>
        <translation>加权损失：各长度权重与损失乘积之和，由方案最小化。损失是所有被屏蔽部分的影响，即模型损失增量的一阶估计。</translation>
    </message>
    <message>
        <source>Change of the weighted loss against the plan before the last edit</source>
        <translation>加权损失与上次编辑前的方案相比的变化</translation>
    </message>
    <message>
        <source>Losses of the plan</source>
        <translation>方案的损失</translation>
    </message>
    <message>
        <source>%1 instead of %2</source>
        <translation>%1，原为 %2</translation>
    </message>
    <message>
        <source>There is no budget at this length</source>
        <translation>此长度没有预算</translation>
    </message>
    <message>
        <source>More density at %1 buys nothing: this budget does not bind</source>
        <translation>在 %1 处增加密度没有收益：此预算不起约束作用</translation>
    </message>
    <message>
        <source>+1 % of density at %1 buys %2 of weighted loss, at the margin</source>
        <translation>在 %1 处密度增加 1 % 边际可换得 %2 加权损失</translation>
    </message>
    <message>
        <source>Estimated: stretched from the longest profiled length</source>
        <translation>估计：由最长的已剖析长度外推</translation>
    </message>
    <message>
        <source>Nothing was profiled at this length</source>
        <translation>此长度没有剖析</translation>
    </message>
    <message>
        <source>There is no plan before this one</source>
        <translation>在此之前没有方案</translation>
    </message>
    <message>
        <source>The loss of the uniform plan is not known</source>
        <translation>均匀方案的损失未知</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Tokens of input</source>
        <translation>输入的词元数</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Influence of everything that is masked at this length: a first-order estimate of the loss it adds</source>
        <translation>此长度下所有被屏蔽部分的影响：其所增损失的一阶估计</translation>
    </message>
    <message>
        <source>Last plan</source>
        <translation>上一方案</translation>
    </message>
    <message>
        <source>Change against the plan before the last edit</source>
        <translation>与上次编辑前的方案相比的变化</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>均匀</translation>
    </message>
    <message>
        <source>Change against a uniform window of the same kv density at this length</source>
        <translation>与此长度下相同 KV 密度的均匀窗口相比的变化</translation>
    </message>
    <message>
        <source>+1 % buys</source>
        <translation>+1 % 可换得</translation>
    </message>
    <message>
        <source>Shadow price: change of the weighted loss for one more per cent of kv density at this length</source>
        <translation>影子价格：此长度 KV 密度增加 1 % 时加权损失的变化</translation>
    </message>
    <message>
        <source>No plan meets these constraints.</source>
        <translation>没有方案满足这些约束。</translation>
    </message>
    <message>
        <source>No plan meets these constraints: %1</source>
        <translation>没有方案满足这些约束：%1</translation>
    </message>
    <message>
        <source>No plan was found in time.</source>
        <translation>未能及时找到方案。</translation>
    </message>
    <message>
        <source>The plan shown is the last one that did.</source>
        <translation>所示方案是最近一个满足约束的方案。</translation>
    </message>
    <message>
        <source>Proven: no plan is better</source>
        <translation>已证明：没有更好的方案</translation>
    </message>
    <message>
        <source>At most %1 from the best possible</source>
        <translation>与最优相差至多 %1</translation>
    </message>
    <message>
        <source>lower bound %1, found in %2</source>
        <translation>下界 %1，用时 %2</translation>
    </message>
    <message>
        <source>the pin of layer %1, unit %2 costs %3</source>
        <translation>第 %1 层单元 %2 的固定代价为 %3</translation>
    </message>
    <message numerus="yes">
        <source>and %n more pin(s)</source>
        <translation>
            <numerusform>以及另外 %n 个固定</numerusform>
        </translation>
    </message>
    <message>
        <source>The gap between this plan&apos;s weighted loss and the proven lower bound of all plans that meet the constraints. Solver: %1</source>
        <translation>此方案的加权损失与满足约束的所有方案的已证下界之差。求解器：%1</translation>
    </message>
    <message>
        <source>Weighted loss %1. %2</source>
        <translation>加权损失 %1。%2</translation>
    </message>
    <message>
        <source>How far from the best possible is not known</source>
        <translation>与最优方案的差距未知</translation>
    </message>
    <message>
        <source>Some of its rules are not those of the profile: their losses are not known.</source>
        <translation>其中一些规则不在剖析结果的规则之内：其损失未知。</translation>
    </message>
    <message>
        <source>A stored plan, with the losses of the present profile and mix.</source>
        <translation>已保存的方案，损失按当前的剖析结果与配比计算。</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanTable</name>
    <message>
        <source>Layer</source>
        <translation>层</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>头</translation>
    </message>
    <message>
        <source>kv group</source>
        <translation>KV 组</translation>
    </message>
    <message>
        <source>Alpha (tokens)</source>
        <translation>Alpha（词元）</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <source>Span at %1 (tokens)</source>
        <translation>%1 处的跨度（词元）</translation>
    </message>
    <message>
        <source>kv density</source>
        <translation>KV 密度</translation>
    </message>
    <message>
        <source>Difference of density</source>
        <translation>密度差</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ResultsTable</name>
    <message>
        <source>Results</source>
        <translation>结果</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Plan or baseline that ran</source>
        <translation>所运行的方案或基线</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>任务类型</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>提示的词元数</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>指标</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>值</translation>
    </message>
    <message>
        <source>In the unit of the metric</source>
        <translation>以该指标的单位</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Distance of the value to the ends of its 95 % interval</source>
        <translation>该值到其 95 % 区间两端的距离</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Samples behind the value</source>
        <translation>该值所依据的样本数</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>时间</translation>
    </message>
    <message>
        <source>Of the whole run</source>
        <translation>整个运行的</translation>
    </message>
</context>
<context>
    <name>moa::widgets::RetrievalMap</name>
    <message>
        <source>Retrieval by length and depth</source>
        <translation>按长度和深度的检索</translation>
    </message>
    <message>
        <source>%1, %2 tokens, depth %3</source>
        <translation>%1，%2 个词元，深度 %3</translation>
    </message>
    <message>
        <source>%1: not measured, no question was asked here</source>
        <translation>%1：未测量，此处没有提问</translation>
    </message>
    <message>
        <source>%1: not measured, no run at this length</source>
        <translation>%1：未测量，此长度没有运行</translation>
    </message>
    <message>
        <source>%1, 95 % interval %2 to %3</source>
        <translation>%1，95 % 区间 %2 至 %3</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Depth, %</source>
        <translation>深度，%</translation>
    </message>
    <message>
        <source>0 %: start of the prompt</source>
        <translation>0 %：提示的开头</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>准确率，%</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>Lower end of the 95 % interval</source>
        <translation>95 % 区间的下端</translation>
    </message>
    <message>
        <source>High</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Upper end of the 95 % interval</source>
        <translation>95 % 区间的上端</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>问题</translation>
    </message>
    <message>
        <source>%1: %2 right, n = %3</source>
        <translation>%1：%2 正确，n = %3</translation>
    </message>
</context>
<context>
    <name>moa::widgets::RunChooser</name>
    <message>
        <source>Runs to compare</source>
        <translation>要比较的运行</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>基线</translation>
    </message>
    <message>
        <source>Deltas and paired samples are taken against this run</source>
        <translation>差值与配对样本均以此运行为准</translation>
    </message>
    <message>
        <source>%1, still running</source>
        <translation>%1，仍在运行</translation>
    </message>
    <message>
        <source>Four runs are compared, the most that fit.</source>
        <translation>正在比较四个运行，已达上限。</translation>
    </message>
    <message>
        <source>Choose two to four runs.</source>
        <translation>请选择二至四个运行。</translation>
    </message>
</context>
<context>
    <name>moa::widgets::SampleBrowser</name>
    <message>
        <source>Only wrong</source>
        <translation>仅错误</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Answers of other runs</source>
        <translation>其他运行的回答</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>运行</translation>
    </message>
    <message>
        <source>The run whose samples are listed</source>
        <translation>所列样本所属的运行</translation>
    </message>
    <message>
        <source>Hides the samples that were answered right</source>
        <translation>隐藏回答正确的样本</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>搜索</translation>
    </message>
    <message>
        <source>Search in samples</source>
        <translation>在样本中搜索</translation>
    </message>
    <message>
        <source>This sample has no depth</source>
        <translation>此样本没有深度</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>提示的词元数</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Number of the question or window at its length</source>
        <translation>该长度下问题或窗口的编号</translation>
    </message>
    <message>
        <source>Depth, %</source>
        <translation>深度，%</translation>
    </message>
    <message>
        <source>Where the answer stands; 0 %: at the start of the prompt</source>
        <translation>答案的位置；0 %：提示的开头</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>期望</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>预测</translation>
    </message>
    <message>
        <source>What the model wrote</source>
        <translation>模型所写内容</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>得分</translation>
    </message>
    <message>
        <source>Right: the whole number is there</source>
        <translation>正确：包含完整数字</translation>
    </message>
    <message>
        <source>Loss, nats</source>
        <translation>损失，奈特</translation>
    </message>
    <message>
        <source>Mean over the tokens of the window</source>
        <translation>窗口内词元的均值</translation>
    </message>
    <message>
        <source>Choose a sample to see what the other runs answered.</source>
        <translation>选择一个样本以查看其他运行的回答。</translation>
    </message>
    <message>
        <source>Question %1 at %2 tokens, %3 prompt tokens</source>
        <translation>问题 %1，%2 个词元处，提示 %3 个词元</translation>
    </message>
    <message>
        <source>, expected %1</source>
        <translation>，期望 %1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>运行 %1</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
</context>
<context>
    <name>moa::widgets::SpanHistogram</name>
    <message>
        <source>Histogram of spans</source>
        <translation>跨度直方图</translation>
    </message>
    <message>
        <source>This plan</source>
        <translation>此方案</translation>
    </message>
    <message>
        <source>mean %1 tokens</source>
        <translation>平均 %1 个词元</translation>
    </message>
    <message>
        <source>Span at %1 (tokens)</source>
        <translation>%1 处的跨度（词元）</translation>
    </message>
    <message>
        <source>Query heads</source>
        <translation>查询头</translation>
    </message>
    <message>
        <source>Above (tokens)</source>
        <translation>大于（词元）</translation>
    </message>
    <message>
        <source>Up to (tokens)</source>
        <translation>至（词元）</translation>
    </message>
    <message>
        <source>%1 heads, mean span %2 of %3 tokens</source>
        <translation>%1 个头，平均跨度 %2 / %3 个词元</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ValidationPlot</name>
    <message>
        <source>Validation of the candidates</source>
        <translation>候选方案的验证</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>候选方案</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>已选定</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>已选定</translation>
    </message>
    <message>
        <source>Loss at %1, mean over sources, with 95 % interval</source>
        <translation>%1 处的损失，按来源平均，含 95 % 区间</translation>
    </message>
    <message>
        <source>%1 was chosen with loss %2</source>
        <translation>选定 %1，损失 %2</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>方案</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>长度</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>损失</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>下限</translation>
    </message>
    <message>
        <source>High</source>
        <translation>上限</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>样本</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>选择</translation>
    </message>
</context>
</TS>

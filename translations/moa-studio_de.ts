<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
<context>
    <name>Measures</name>
    <message>
        <source>The project is read-only: save it under another name.</source>
        <translation>Das Projekt ist schreibgeschützt: unter anderem Namen speichern.</translation>
    </message>
</context>
<context>
    <name>QLineEdit</name>
    <message>
        <source>&amp;Undo</source>
        <translation>&amp;Rückgängig</translation>
    </message>
    <message>
        <source>&amp;Redo</source>
        <translation>&amp;Wiederholen</translation>
    </message>
    <message>
        <source>Cu&amp;t</source>
        <translation>&amp;Ausschneiden</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>&amp;Paste</source>
        <translation>&amp;Einfügen</translation>
    </message>
    <message>
        <source>Delete</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>the project did not open in time</source>
        <translation>das Projekt ging nicht rechtzeitig auf</translation>
    </message>
    <message>
        <source>the report could not be made</source>
        <translation>der Bericht ließ sich nicht erstellen</translation>
    </message>
    <message>
        <source>See every attention head, move the budget, compare, export.</source>
        <translation>Jeden Attention-Kopf sehen, das Budget bewegen, vergleichen, exportieren.</translation>
    </message>
    <message>
        <source>A project, a model or a plan; none: the welcome page</source>
        <translation>Ein Projekt, ein Modell oder ein Plan; keines: die Willkommensseite</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>Das Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>Paint views into PNG files and quit</source>
        <translation>Ansichten in PNG-Dateien zeichnen und beenden</translation>
    </message>
    <message>
        <source>welcome, explore, plan, evaluate, compare or all</source>
        <translation>welcome, explore, plan, evaluate, compare oder all</translation>
    </message>
    <message>
        <source>light or dark</source>
        <translation>light oder dark</translation>
    </message>
    <message>
        <source>1 or 2</source>
        <translation>1 oder 2</translation>
    </message>
    <message>
        <source>Size of the window</source>
        <translation>Größe des Fensters</translation>
    </message>
    <message>
        <source>en, de or zh</source>
        <translation>en, de oder zh</translation>
    </message>
    <message>
        <source>Write the report as PDF and quit</source>
        <translation>Den Bericht als PDF schreiben und beenden</translation>
    </message>
    <message>
        <source>Start with default settings</source>
        <translation>Mit Standardeinstellungen starten</translation>
    </message>
    <message>
        <source>the folder %1 cannot be made</source>
        <translation>der Ordner %1 kann nicht angelegt werden</translation>
    </message>
    <message>
        <source>%1 cannot be written</source>
        <translation>%1 kann nicht geschrieben werden</translation>
    </message>
</context>
<context>
    <name>QPlatformTheme</name>
    <message>
        <source>OK</source>
        <translation>OK</translation>
    </message>
    <message>
        <source>Save</source>
        <translation>Speichern</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Discard</source>
        <translation>Verwerfen</translation>
    </message>
    <message>
        <source>&amp;Yes</source>
        <translation>&amp;Ja</translation>
    </message>
    <message>
        <source>&amp;No</source>
        <translation>&amp;Nein</translation>
    </message>
</context>
<context>
    <name>QUndoStack</name>
    <message>
        <source>Undo %1</source>
        <translation>%1 rückgängig machen</translation>
    </message>
    <message>
        <source>Redo %1</source>
        <translation>%1 wiederholen</translation>
    </message>
</context>
<context>
    <name>QWidgetTextControl</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copy &amp;Link Location</source>
        <translation>&amp;Linkadresse kopieren</translation>
    </message>
    <message>
        <source>Select All</source>
        <translation>Alles auswählen</translation>
    </message>
</context>
<context>
    <name>moa::studio::CommandPalette</name>
    <message>
        <source>Commands</source>
        <translation>Befehle</translation>
    </message>
    <message>
        <source>Type a command</source>
        <translation>Befehl eingeben</translation>
    </message>
    <message>
        <source>Command</source>
        <translation>Befehl</translation>
    </message>
</context>
<context>
    <name>moa::studio::Inspector</name>
    <message>
        <source>Measure</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Query head</source>
        <translation>Query-Kopf</translation>
    </message>
    <message>
        <source>kv group</source>
        <translation>KV-Gruppe</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>Rule alpha</source>
        <translation>Regel, Alpha</translation>
    </message>
    <message>
        <source>Rule beta</source>
        <translation>Regel, Beta</translation>
    </message>
    <message>
        <source>Span</source>
        <translation>Spanne</translation>
    </message>
    <message>
        <source>alpha + beta · length, tokens</source>
        <translation>Alpha + Beta · Länge, in Token</translation>
    </message>
</context>
<context>
    <name>moa::studio::JobList</name>
    <message>
        <source>waiting</source>
        <translation>wartet</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>done</source>
        <translation>fertig</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>fehlgeschlagen</translation>
    </message>
    <message>
        <source>Job</source>
        <translation>Auftrag</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Progress</source>
        <translation>Fortschritt</translation>
    </message>
    <message>
        <source>Detail</source>
        <translation>Einzelheit</translation>
    </message>
    <message>
        <source>Time left</source>
        <translation>Restzeit</translation>
    </message>
</context>
<context>
    <name>moa::studio::JobsView</name>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Cancels the selected jobs, or all; what is finished stays</source>
        <translation>Bricht die gewählten Aufträge ab, oder alle; Fertiges bleibt</translation>
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
        <translation>Erkunden</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Evaluate</source>
        <translation>Auswerten</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>CPU</source>
        <translation>CPU</translation>
    </message>
    <message>
        <source>Where the model runs</source>
        <translation>Wo das Modell rechnet</translation>
    </message>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Jobs</source>
        <translation>Aufträge</translation>
    </message>
    <message>
        <source>Log</source>
        <translation>Protokoll</translation>
    </message>
    <message>
        <source>%1 – MoA Studio</source>
        <translation>%1 – MoA Studio</translation>
    </message>
    <message>
        <source> (read-only)</source>
        <translation> (schreibgeschützt)</translation>
    </message>
    <message>
        <source>Locate the model…</source>
        <translation>Modell suchen …</translation>
    </message>
    <message>
        <source>A job is running</source>
        <translation>Ein Auftrag läuft</translation>
    </message>
    <message>
        <source>Close and cancel it? What it finished stays in the project, and it can go on from there.</source>
        <translation>Schließen und abbrechen? Was er geschafft hat, bleibt im Projekt, und er kann dort weitermachen.</translation>
    </message>
    <message>
        <source>&amp;File</source>
        <translation>&amp;Datei</translation>
    </message>
    <message>
        <source>&amp;New project…</source>
        <translation>&amp;Neues Projekt …</translation>
    </message>
    <message>
        <source>Calibrate and profile a model</source>
        <translation>Ein Modell kalibrieren und profilieren</translation>
    </message>
    <message>
        <source>&amp;Open…</source>
        <translation>Ö&amp;ffnen …</translation>
    </message>
    <message>
        <source>A project, a model or a plan</source>
        <translation>Ein Projekt, ein Modell oder ein Plan</translation>
    </message>
    <message>
        <source>Open the &amp;sample</source>
        <translation>&amp;Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>The sample project, already profiled</source>
        <translation>Das Beispielprojekt, schon profiliert</translation>
    </message>
    <message>
        <source>Save &amp;as…</source>
        <translation>Speichern &amp;unter …</translation>
    </message>
    <message>
        <source>The whole project under another name</source>
        <translation>Das ganze Projekt unter anderem Namen</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Projects (*.moa)</source>
        <translation>Projekte (*.moa)</translation>
    </message>
    <message>
        <source>&amp;Locate the model…</source>
        <translation>Modell &amp;suchen …</translation>
    </message>
    <message>
        <source>When it was moved</source>
        <translation>Wenn es verschoben wurde</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>Ordner des Modells</translation>
    </message>
    <message>
        <source>&amp;Export plan…</source>
        <translation>Plan &amp;exportieren …</translation>
    </message>
    <message>
        <source>MoA&apos;s JSON of the plan that is shown</source>
        <translation>MoA-JSON des gezeigten Plans</translation>
    </message>
    <message>
        <source>Export plan</source>
        <translation>Plan exportieren</translation>
    </message>
    <message>
        <source>Plans (*.json)</source>
        <translation>Pläne (*.json)</translation>
    </message>
    <message>
        <source>&amp;Report…</source>
        <translation>Be&amp;richt …</translation>
    </message>
    <message>
        <source>What others can trust: HTML, Markdown or PDF, with a preview</source>
        <translation>Worauf andere sich verlassen können: HTML, Markdown oder PDF, mit Vorschau</translation>
    </message>
    <message>
        <source>&amp;Quit</source>
        <translation>&amp;Beenden</translation>
    </message>
    <message>
        <source>Everything is stored already</source>
        <translation>Alles ist schon gespeichert</translation>
    </message>
    <message>
        <source>&amp;Edit</source>
        <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Redo</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>&amp;Commands…</source>
        <translation>Be&amp;fehle …</translation>
    </message>
    <message>
        <source>Every command by name</source>
        <translation>Jeder Befehl nach Namen</translation>
    </message>
    <message>
        <source>&amp;Jobs</source>
        <translation>&amp;Aufträge</translation>
    </message>
    <message>
        <source>&amp;Go on with the profile</source>
        <translation>Profil &amp;fortsetzen</translation>
    </message>
    <message>
        <source>Samples that are done are skipped</source>
        <translation>Fertige Beispiele werden übersprungen</translation>
    </message>
    <message>
        <source>Scan the &amp;Pareto front</source>
        <translation>&amp;Pareto-Front absuchen</translation>
    </message>
    <message>
        <source>51 problems for three lengths</source>
        <translation>51 Probleme bei drei Längen</translation>
    </message>
    <message>
        <source>&amp;Validate…</source>
        <translation>&amp;Validieren …</translation>
    </message>
    <message>
        <source>Losses of the candidates at a length that was not profiled</source>
        <translation>Verluste der Kandidaten bei einer Länge, die nicht profiliert wurde</translation>
    </message>
    <message>
        <source>&amp;Cancel all jobs</source>
        <translation>Alle Aufträge a&amp;bbrechen</translation>
    </message>
    <message>
        <source>What is finished stays</source>
        <translation>Fertiges bleibt</translation>
    </message>
    <message>
        <source>&amp;View</source>
        <translation>&amp;Ansicht</translation>
    </message>
    <message>
        <source>&amp;Explore</source>
        <translation>&amp;Erkunden</translation>
    </message>
    <message>
        <source>&amp;Plan</source>
        <translation>&amp;Plan</translation>
    </message>
    <message>
        <source>E&amp;valuate</source>
        <translation>&amp;Auswerten</translation>
    </message>
    <message>
        <source>&amp;Compare</source>
        <translation>&amp;Vergleichen</translation>
    </message>
    <message>
        <source>&amp;Welcome</source>
        <translation>&amp;Willkommen</translation>
    </message>
    <message>
        <source>&amp;Light</source>
        <translation>&amp;Hell</translation>
    </message>
    <message>
        <source>Light colours</source>
        <translation>Helle Farben</translation>
    </message>
    <message>
        <source>&amp;Dark</source>
        <translation>&amp;Dunkel</translation>
    </message>
    <message>
        <source>Dark colours</source>
        <translation>Dunkle Farben</translation>
    </message>
    <message>
        <source>As the &amp;system</source>
        <translation>Wie das &amp;System</translation>
    </message>
    <message>
        <source>The system&apos;s colours</source>
        <translation>Die Farben des Systems</translation>
    </message>
    <message>
        <source>Open</source>
        <translation>Öffnen</translation>
    </message>
    <message>
        <source>Projects, models, plans (*.moa *.gguf *.json)</source>
        <translation>Projekte, Modelle, Pläne (*.moa *.gguf *.json)</translation>
    </message>
    <message>
        <source>Conversations or text for validation</source>
        <translation>Gespräche oder Text zur Validierung</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Save…</source>
        <translation>Speichern …</translation>
    </message>
    <message>
        <source>Save the report</source>
        <translation>Bericht speichern</translation>
    </message>
    <message>
        <source>Reports (*.html *.md *.pdf)</source>
        <translation>Berichte (*.html *.md *.pdf)</translation>
    </message>
</context>
<context>
    <name>moa::studio::NewProjectDialog</name>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>One file a line: conversations as .jsonl, or plain text</source>
        <translation>Eine Datei je Zeile: Gespräche als .jsonl oder reiner Text</translation>
    </message>
    <message>
        <source>Add…</source>
        <translation>Hinzufügen …</translation>
    </message>
    <message>
        <source>Calibration data</source>
        <translation>Kalibrierdaten</translation>
    </message>
    <message>
        <source>&amp;Model</source>
        <translation>&amp;Modell</translation>
    </message>
    <message>
        <source>Folder or .gguf file</source>
        <translation>Ordner oder .gguf-Datei</translation>
    </message>
    <message>
        <source>Folder of the model</source>
        <translation>Ordner des Modells</translation>
    </message>
    <message>
        <source>&amp;Data</source>
        <translation>&amp;Daten</translation>
    </message>
    <message>
        <source>&amp;Lengths</source>
        <translation>&amp;Längen</translation>
    </message>
    <message>
        <source>&amp;Samples per length</source>
        <translation>&amp;Beispiele je Länge</translation>
    </message>
    <message>
        <source>&amp;Project file</source>
        <translation>&amp;Projektdatei</translation>
    </message>
    <message>
        <source>Where the project is kept</source>
        <translation>Wo das Projekt liegt</translation>
    </message>
    <message>
        <source>Project file</source>
        <translation>Projektdatei</translation>
    </message>
    <message>
        <source>Projects (*.moa)</source>
        <translation>Projekte (*.moa)</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message>
        <source>Browse…</source>
        <translation>Durchsuchen …</translation>
    </message>
    <message>
        <source>Choose the model: a folder with safetensors, or a .gguf file.</source>
        <translation>Das Modell wählen: ein Ordner mit safetensors oder eine .gguf-Datei.</translation>
    </message>
    <message>
        <source>Add at least one file of conversations or text.</source>
        <translation>Mindestens eine Datei mit Gesprächen oder Text hinzufügen.</translation>
    </message>
    <message>
        <source>Lengths are whole numbers of 64 or more, such as 1024, 2048.</source>
        <translation>Längen sind ganze Zahlen ab 64, etwa 1024, 2048.</translation>
    </message>
    <message>
        <source>There is a file of this name already: choose another.</source>
        <translation>Eine Datei dieses Namens gibt es schon: einen anderen wählen.</translation>
    </message>
</context>
<context>
    <name>moa::studio::ProjectTree</name>
    <message>
        <source>Project</source>
        <translation>Projekt</translation>
    </message>
    <message>
        <source>Model</source>
        <translation>Modell</translation>
    </message>
    <message>
        <source>Architecture</source>
        <translation>Architektur</translation>
    </message>
    <message>
        <source>Shape</source>
        <translation>Form</translation>
    </message>
    <message>
        <source>%1 layers, %2 heads, %3 kv groups</source>
        <translation>%1 Schichten, %2 Köpfe, %3 KV-Gruppen</translation>
    </message>
    <message>
        <source>Parameters</source>
        <translation>Parameter</translation>
    </message>
    <message>
        <source>Positions</source>
        <translation>Positionen</translation>
    </message>
    <message>
        <source>Profile</source>
        <translation>Profil</translation>
    </message>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n Beispiel</numerusform>
            <numerusform>%n Beispiele</numerusform>
        </translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>, chosen</source>
        <translation>, gewählt</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
</context>
<context>
    <name>moa::studio::Session</name>
    <message>
        <source>Change of the plan</source>
        <translation>Änderung des Plans</translation>
    </message>
    <message>
        <source>Reading the project</source>
        <translation>Projekt wird gelesen</translation>
    </message>
    <message>
        <source>Opening the project</source>
        <translation>Projekt wird geöffnet</translation>
    </message>
    <message>
        <source>Saving the problem</source>
        <translation>Problem wird gespeichert</translation>
    </message>
    <message>
        <source>Opening the sample project</source>
        <translation>Beispielprojekt wird geöffnet</translation>
    </message>
    <message>
        <source>Profiling %1</source>
        <translation>%1 profilieren</translation>
    </message>
    <message>
        <source>Going on with the profile</source>
        <translation>Profil fortsetzen</translation>
    </message>
    <message>
        <source>Importing %1</source>
        <translation>%1 importieren</translation>
    </message>
    <message>
        <source>Saving as %1</source>
        <translation>Speichern als %1</translation>
    </message>
    <message>
        <source>Locating the model</source>
        <translation>Modell suchen</translation>
    </message>
    <message>
        <source>Saving the plan %1</source>
        <translation>Plan %1 speichern</translation>
    </message>
    <message>
        <source>Exporting the plan</source>
        <translation>Plan exportieren</translation>
    </message>
    <message>
        <source>Pareto front</source>
        <translation>Pareto-Front</translation>
    </message>
    <message>
        <source>Validating at %1 tokens</source>
        <translation>Validieren bei %1 Token</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Token map</source>
        <translation>Token-Karte</translation>
    </message>
    <message>
        <source>Report</source>
        <translation>Bericht</translation>
    </message>
    <message>
        <source>Report to %1</source>
        <translation>Bericht nach %1</translation>
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
        <translation>Sehen, worauf jeder Attention-Kopf schaut, jedem die Spanne geben, die er braucht, und nur einen Bruchteil des Caches behalten.</translation>
    </message>
    <message>
        <source>Open the sample project</source>
        <translation>Das Beispielprojekt öffnen</translation>
    </message>
    <message>
        <source>A small model, already profiled: every view is full at once</source>
        <translation>Ein kleines Modell, schon profiliert: jede Ansicht ist sofort gefüllt</translation>
    </message>
    <message>
        <source>New project</source>
        <translation>Neues Projekt</translation>
    </message>
    <message>
        <source>Your model and your conversations: calibrate and profile</source>
        <translation>Ihr Modell und Ihre Gespräche: kalibrieren und profilieren</translation>
    </message>
    <message>
        <source>Open a project</source>
        <translation>Ein Projekt öffnen</translation>
    </message>
    <message>
        <source>A .moa file; models and plans can be dropped on the window too</source>
        <translation>Eine .moa-Datei; Modelle und Pläne lassen sich auch auf das Fenster ziehen</translation>
    </message>
    <message>
        <source>Recent</source>
        <translation>Zuletzt geöffnet</translation>
    </message>
    <message>
        <source>Projects you open are listed here.</source>
        <translation>Hier stehen die Projekte, die Sie öffnen.</translation>
    </message>
</context>
<context>
    <name>moa::widgets</name>
    <message>
        <source>%1 ms</source>
        <translation>%1 ms</translation>
    </message>
    <message>
        <source>%1 s</source>
        <translation>%1 s</translation>
    </message>
    <message>
        <source>%1 min %2 s</source>
        <translation>%1 min %2 s</translation>
    </message>
    <message>
        <source>%1 h %2 min</source>
        <translation>%1 h %2 min</translation>
    </message>
    <message>
        <source> tokens</source>
        <translation> Token</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>Bound the span</source>
        <translation>Spanne begrenzen</translation>
    </message>
    <message>
        <source>At &amp;least</source>
        <translation>&amp;Mindestens</translation>
    </message>
    <message>
        <source>At &amp;most</source>
        <translation>&amp;Höchstens</translation>
    </message>
    <message>
        <source>Pin to its rule  %1</source>
        <translation>An seine Regel heften  %1</translation>
    </message>
    <message>
        <source>Pin to its rule</source>
        <translation>An seine Regel heften</translation>
    </message>
    <message>
        <source>Pin to rule</source>
        <translation>An Regel heften</translation>
    </message>
    <message>
        <source>%1   (%2 tokens at %3)</source>
        <translation>%1   (%2 Token bei %3)</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>Kopf %1</translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation>%1 Köpfe</translation>
    </message>
    <message>
        <source>Bound the span...</source>
        <translation>Spanne begrenzen …</translation>
    </message>
    <message>
        <source>Exclude (keep dense)</source>
        <translation>Ausnehmen (dicht lassen)</translation>
    </message>
    <message>
        <source>Clear constraints</source>
        <translation>Vorgaben entfernen</translation>
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
        <translation>Divergierend</translation>
    </message>
    <message>
        <source>key (token)</source>
        <translation>Key (Token)</translation>
    </message>
    <message>
        <source>query (token)</source>
        <translation>Query (Token)</translation>
    </message>
    <message>
        <source>masked (a key after its query)</source>
        <translation>maskiert (ein Key nach seiner Query)</translation>
    </message>
    <message>
        <source>query  %1</source>
        <translation>Query  %1</translation>
    </message>
    <message>
        <source>key  %1</source>
        <translation>Key  %1</translation>
    </message>
    <message>
        <source>distance  %1</source>
        <translation>Abstand  %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ColourBar</name>
    <message>
        <source>Colour limits</source>
        <translation>Farbgrenzen</translation>
    </message>
    <message>
        <source>Drag the marks to change the colour limits; double click for the whole range. Bars: how many cells have a value (square root).</source>
        <translation>Marken ziehen ändert die Farbgrenzen; Doppelklick nimmt den ganzen Bereich. Balken: wie viele Zellen einen Wert haben (Wurzel).</translation>
    </message>
    <message>
        <source>From %1 to %2</source>
        <translation>Von %1 bis %2</translation>
    </message>
</context>
<context>
    <name>moa::widgets::CurvePlot</name>
    <message>
        <source>%1
%2: %3
%4: %5</source>
        <translation>%1
%2: %3
%4: %5</translation>
    </message>
</context>
<context>
    <name>moa::widgets::CurveTable</name>
    <message>
        <source>Curve</source>
        <translation>Kurve</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ElasticCurves</name>
    <message>
        <source>Span by length</source>
        <translation>Spanne nach Länge</translation>
    </message>
    <message>
        <source>length (tokens)</source>
        <translation>Länge (Token)</translation>
    </message>
    <message>
        <source>span (tokens)</source>
        <translation>Spanne (Token)</translation>
    </message>
    <message>
        <source>Loss by span</source>
        <translation>Verlust nach Spanne</translation>
    </message>
    <message>
        <source>loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Loss by length</source>
        <translation>Verlust nach Länge</translation>
    </message>
    <message>
        <source>Rules and losses appear here once a model is profiled.</source>
        <translation>Regeln und Verluste erscheinen hier, sobald ein Modell profiliert ist.</translation>
    </message>
    <message>
        <source>Select a head in the grid.</source>
        <translation>Einen Kopf im Raster wählen.</translation>
    </message>
    <message>
        <source>%1, least</source>
        <translation>%1, kleinster</translation>
    </message>
    <message>
        <source>%1, largest</source>
        <translation>%1, größter</translation>
    </message>
    <message>
        <source>%1 heads</source>
        <translation>%1 Köpfe</translation>
    </message>
    <message>
        <source>no plan yet</source>
        <translation>noch kein Plan</translation>
    </message>
    <message>
        <source>Spans of the plan</source>
        <translation>Spannen des Plans</translation>
    </message>
    <message>
        <source>mean of %1 heads</source>
        <translation>Mittel über %1 Köpfe</translation>
    </message>
    <message>
        <source>head %1, kv group %2</source>
        <translation>Kopf %1, KV-Gruppe %2</translation>
    </message>
    <message>
        <source>%1 (estimate)</source>
        <translation>%1 (Schätzung)</translation>
    </message>
    <message>
        <source>rules of the plan</source>
        <translation>Regeln des Plans</translation>
    </message>
    <message>
        <source>every rule</source>
        <translation>jede Regel</translation>
    </message>
    <message>
        <source>Losses of the plan</source>
        <translation>Verluste des Plans</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ExplorePage</name>
    <message>
        <source>Heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>Measure that colours the heads</source>
        <translation>Maß, nach dem die Köpfe gefärbt sind</translation>
    </message>
    <message>
        <source>Table of heads</source>
        <translation>Tabelle der Köpfe</translation>
    </message>
    <message>
        <source>Heads of the layer</source>
        <translation>Köpfe der Schicht</translation>
    </message>
    <message>
        <source>No head is profiled yet.</source>
        <translation>Noch ist kein Kopf profiliert.</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadGrid</name>
    <message>
        <source>Head grid</source>
        <translation>Kopfraster</translation>
    </message>
    <message>
        <source>%1 heads selected</source>
        <translation>%1 Köpfe gewählt</translation>
    </message>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>Schicht %1, Kopf %2 (KV-Gruppe %3)</translation>
    </message>
    <message>
        <source>Rule: %1 tokens</source>
        <translation>Regel: %1 Token</translation>
    </message>
    <message>
        <source>Select all heads</source>
        <translation>Alle Köpfe wählen</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadMap</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>Attention</source>
        <translation>Attention</translation>
    </message>
    <message>
        <source>Influence</source>
        <translation>Einfluss</translation>
    </message>
    <message>
        <source>Quantity</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>Attention: sum of the attention weights in a block. Influence: how much the loss changes when a value is masked.</source>
        <translation>Attention: Summe der Attention-Gewichte in einem Block. Einfluss: wie sehr sich der Verlust ändert, wenn ein Wert maskiert wird.</translation>
    </message>
    <message>
        <source>Kept by the plan</source>
        <translation>Vom Plan behalten</translation>
    </message>
    <message>
        <source>Grey and hatched: blocks the plan masks. Line: the rule&apos;s span; column: the sink.</source>
        <translation>Grau schraffiert: Blöcke, die der Plan maskiert. Linie: Spanne der Regel; Spalte: die Senke.</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Length of the input, in tokens</source>
        <translation>Länge der Eingabe in Token</translation>
    </message>
    <message>
        <source>Sample</source>
        <translation>Beispiel</translation>
    </message>
    <message>
        <source>Display</source>
        <translation>Darstellung</translation>
    </message>
    <message>
        <source>Largest value of a pixel (else the mean)</source>
        <translation>Größter Wert eines Pixels (sonst das Mittel)</translation>
    </message>
    <message>
        <source>Largest: nothing vanishes at any zoom. Mean: true densities.</source>
        <translation>Größter: in keinem Zoom verschwindet etwas. Mittel: wahre Dichten.</translation>
    </message>
    <message>
        <source>Logarithmic colours</source>
        <translation>Logarithmische Farben</translation>
    </message>
    <message>
        <source>Hide the sink</source>
        <translation>Senke ausblenden</translation>
    </message>
    <message>
        <source>The first 64 tokens drown all else</source>
        <translation>Die ersten 64 Token überstrahlen alles andere</translation>
    </message>
    <message>
        <source>Keep the colour limits for other heads</source>
        <translation>Farbgrenzen für andere Köpfe behalten</translation>
    </message>
    <message>
        <source>Whole map</source>
        <translation>Ganze Karte</translation>
    </message>
    <message>
        <source>Mean of all samples</source>
        <translation>Mittel aller Beispiele</translation>
    </message>
    <message>
        <source>One sample, token by token</source>
        <translation>Ein Beispiel, Token für Token</translation>
    </message>
    <message>
        <source>No head is profiled yet.</source>
        <translation>Noch ist kein Kopf profiliert.</translation>
    </message>
    <message>
        <source>Select a head in the grid.</source>
        <translation>Einen Kopf im Raster wählen.</translation>
    </message>
    <message>
        <source>Attention is not profiled at this length.</source>
        <translation>Attention ist bei dieser Länge nicht profiliert.</translation>
    </message>
    <message>
        <source>Influence is not known at this length yet.</source>
        <translation>Der Einfluss ist bei dieser Länge noch nicht bekannt.</translation>
    </message>
    <message>
        <source>Head %1</source>
        <translation>Kopf %1</translation>
    </message>
    <message>
        <source>%1, %2 colours</source>
        <translation>%1, Farben %2</translation>
    </message>
    <message>
        <source>largest</source>
        <translation>größter</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
    </message>
    <message>
        <source>logarithmic</source>
        <translation>logarithmisch</translation>
    </message>
    <message>
        <source>linear</source>
        <translation>linear</translation>
    </message>
    <message>
        <source>token by token</source>
        <translation>Token für Token</translation>
    </message>
    <message>
        <source>64 x 64 blocks at %1</source>
        <translation>64-x-64-Blöcke bei %1</translation>
    </message>
    <message>
        <source>rule %1</source>
        <translation>Regel %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadTable</name>
    <message>
        <source>Filter: 4.   or   &gt; 0.1</source>
        <translation>Filter: 4.   oder   &gt; 0.1</translation>
    </message>
    <message>
        <source>Text in any column, or a comparison with the sorted column such as &gt; 0.1</source>
        <translation>Text in einer beliebigen Spalte, oder ein Vergleich mit der sortierten Spalte wie &gt; 0.1</translation>
    </message>
    <message>
        <source>Filter heads</source>
        <translation>Köpfe filtern</translation>
    </message>
    <message>
        <source>Table of heads</source>
        <translation>Tabelle der Köpfe</translation>
    </message>
</context>
<context>
    <name>moa::widgets::HeadTableModel</name>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>Schicht %1, Kopf %2 (KV-Gruppe %3)</translation>
    </message>
    <message>
        <source>Span in tokens at length N, as the plan has it</source>
        <translation>Spanne in Token bei Länge N, wie der Plan sie hat</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>Group</source>
        <translation>Gruppe</translation>
    </message>
    <message>
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Span at %1</source>
        <translation>Spanne bei %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::LayerThumbnails</name>
    <message>
        <source>Heads of the layer</source>
        <translation>Köpfe der Schicht</translation>
    </message>
    <message>
        <source>Layer %1</source>
        <translation>Schicht %1</translation>
    </message>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>Schicht %1, Kopf %2 (KV-Gruppe %3)</translation>
    </message>
</context>
<context>
    <name>moa::widgets::MapView</name>
    <message>
        <source>Map</source>
        <translation>Karte</translation>
    </message>
    <message>
        <source>%1, %2 tokens, values from %3 to %4</source>
        <translation>%1, %2 Token, Werte von %3 bis %4</translation>
    </message>
</context>
<context>
    <name>moa::widgets::Notice</name>
    <message>
        <source>Error: %1: %2</source>
        <translation>Fehler: %1: %2</translation>
    </message>
</context>
<context>
    <name>moa::widgets::Panel</name>
    <message>
        <source>Copy or export %1</source>
        <translation>%1 kopieren oder exportieren</translation>
    </message>
    <message>
        <source>Copy or export</source>
        <translation>Kopieren oder exportieren</translation>
    </message>
    <message>
        <source>Copy figure</source>
        <translation>Abbildung kopieren</translation>
    </message>
    <message>
        <source>Copy table</source>
        <translation>Tabelle kopieren</translation>
    </message>
    <message>
        <source>Export figure (PNG, SVG, PDF)...</source>
        <translation>Abbildung exportieren (PNG, SVG, PDF) …</translation>
    </message>
    <message>
        <source>Export table (CSV)...</source>
        <translation>Tabelle exportieren (CSV) …</translation>
    </message>
    <message>
        <source>Export figure</source>
        <translation>Abbildung exportieren</translation>
    </message>
    <message>
        <source>PNG picture (*.png)</source>
        <translation>PNG-Bild (*.png)</translation>
    </message>
    <message>
        <source>SVG drawing (*.svg)</source>
        <translation>SVG-Zeichnung (*.svg)</translation>
    </message>
    <message>
        <source>PDF document (*.pdf)</source>
        <translation>PDF-Dokument (*.pdf)</translation>
    </message>
    <message>
        <source>Export table</source>
        <translation>Tabelle exportieren</translation>
    </message>
    <message>
        <source>CSV table (*.csv)</source>
        <translation>CSV-Tabelle (*.csv)</translation>
    </message>
    <message>
        <source>Markdown table (*.md)</source>
        <translation>Markdown-Tabelle (*.md)</translation>
    </message>
    <message>
        <source>LaTeX table (*.tex)</source>
        <translation>LaTeX-Tabelle (*.tex)</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
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
        <translation>Divergierend</translation>
    </message>
</context>
<context>
    <name>ConstraintMenu</name>
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
</context>
<context>
    <name>MapAxes</name>
    <message>
        <source>key (token)</source>
        <translation>Key (Token)</translation>
    </message>
    <message>
        <source>query (token)</source>
        <translation>Query (Token)</translation>
    </message>
</context>
<context>
    <name>MapReadout</name>
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
    <name>Measures</name>
    <message>
        <source>The project is read-only: save it under another name.</source>
        <translation>Das Projekt ist schreibgeschützt: unter anderem Namen speichern.</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Share of the key/value blocks the plan keeps for this head (kv density)</source>
        <translation>Anteil der Key/Value-Blöcke, die der Plan für diesen Kopf behält (KV-Dichte)</translation>
    </message>
    <message>
        <source>There is no plan yet</source>
        <translation>Es gibt noch keinen Plan</translation>
    </message>
    <message>
        <source>Loss at its rule</source>
        <translation>Verlust bei seiner Regel</translation>
    </message>
    <message>
        <source>Influence of the blocks that the head&apos;s rule masks</source>
        <translation>Einfluss der Blöcke, die die Regel des Kopfes maskiert</translation>
    </message>
    <message>
        <source>Sensitivity</source>
        <translation>Empfindlichkeit</translation>
    </message>
    <message>
        <source>Share of the whole loss that this head carries when every head has the shortest rule</source>
        <translation>Anteil dieses Kopfes am ganzen Verlust, wenn jeder Kopf die kürzeste Regel hat</translation>
    </message>
    <message>
        <source>The losses are not there yet</source>
        <translation>Die Verluste sind noch nicht da</translation>
    </message>
    <message>
        <source>Mean distance</source>
        <translation>Mittlerer Abstand</translation>
    </message>
    <message>
        <source>tokens</source>
        <translation>Token</translation>
    </message>
    <message>
        <source>How far back the head looks on average, from block sums</source>
        <translation>Wie weit der Kopf im Mittel zurückschaut, aus Blocksummen</translation>
    </message>
    <message>
        <source>Sink mass</source>
        <translation>Senkenmasse</translation>
    </message>
    <message>
        <source>Share of attention on the first 64 tokens</source>
        <translation>Anteil der Attention auf den ersten 64 Token</translation>
    </message>
    <message>
        <source>Block entropy</source>
        <translation>Block-Entropie</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>Nat</translation>
    </message>
    <message>
        <source>How widely the head spreads its attention over blocks, mean over rows</source>
        <translation>Wie breit der Kopf seine Attention über Blöcke verteilt, Mittel über Zeilen</translation>
    </message>
</context>
<context>
    <name>NumberText</name>
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
</context>
<context>
    <name>QDockWidget</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Float</source>
        <translation>Abdocken</translation>
    </message>
    <message>
        <source>Closes the dock widget</source>
        <translation>Schließt das Dock</translation>
    </message>
    <message>
        <source>Undocks and re-attaches the dock widget</source>
        <translation>Löst das Dock und heftet es wieder an</translation>
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
    <message>
        <source>Run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>This figure has no interval</source>
        <translation>Diese Zahl hat kein Intervall</translation>
    </message>
    <message>
        <source>Of the whole run</source>
        <translation>Vom ganzen Lauf</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>Samples are still arriving</source>
        <translation>Beispiele kommen noch an</translation>
    </message>
    <message>
        <source>wrong</source>
        <translation>falsch</translation>
    </message>
    <message>
        <source>right</source>
        <translation>richtig</translation>
    </message>
    <message>
        <source>This task has no answers</source>
        <translation>Diese Aufgabe hat keine Antworten</translation>
    </message>
    <message>
        <source>the window was not painted in time</source>
        <translation>das Fenster wurde nicht rechtzeitig gezeichnet</translation>
    </message>
    <message>
        <source>Time the frames of the map and quit</source>
        <translation>Die Bilder der Karte messen und beenden</translation>
    </message>
    <message>
        <source>Time the start and the opening of the sample and quit</source>
        <translation>Den Start und das Öffnen des Beispiels messen und beenden</translation>
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
    <name>moa::studio::DeviceButton</name>
    <message>
        <source>Where the model runs. A change holds from the next job on.</source>
        <translation>Wo das Modell rechnet. Eine Änderung gilt ab dem nächsten Auftrag.</translation>
    </message>
    <message>
        <source>Device</source>
        <translation>Gerät</translation>
    </message>
    <message>
        <source>%1, %2 free</source>
        <translation>%1, %2 frei</translation>
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
        <translation>Keine GPU, die dieses Programm nutzen kann</translation>
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
    <message>
        <source>Query heads</source>
        <translation>Query-Köpfe</translation>
    </message>
    <message>
        <source>kv groups</source>
        <translation>KV-Gruppen</translation>
    </message>
    <message>
        <source>Rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Different rules of the plan</source>
        <translation>Verschiedene Regeln des Plans</translation>
    </message>
    <message>
        <source>Mean over the selected heads: %1</source>
        <translation>Mittel über die gewählten Köpfe: %1</translation>
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
    <message>
        <source>Nothing runs. Profiles, fronts, evaluations and reports are listed here.</source>
        <translation>Nichts läuft. Profile, Fronten, Auswertungen und Berichte stehen hier.</translation>
    </message>
    <message>
        <source>Go on</source>
        <translation>Fortsetzen</translation>
    </message>
    <message>
        <source>Goes on with the selected jobs, or the last one, where they stopped</source>
        <translation>Setzt die gewählten Aufträge oder den letzten dort fort, wo sie aufhörten</translation>
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
    <message>
        <source>Save as…</source>
        <translation>Speichern unter …</translation>
    </message>
    <message>
        <source>File of the model</source>
        <translation>Datei des Modells</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>Modelle (*.gguf)</translation>
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
    <message>
        <source>Folder with safetensors…</source>
        <translation>Ordner mit safetensors …</translation>
    </message>
    <message>
        <source>GGUF file…</source>
        <translation>GGUF-Datei …</translation>
    </message>
    <message>
        <source>File of the model</source>
        <translation>Datei des Modells</translation>
    </message>
    <message>
        <source>Models (*.gguf)</source>
        <translation>Modelle (*.gguf)</translation>
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
    <message>
        <source>Layers</source>
        <translation>Schichten</translation>
    </message>
    <message>
        <source>Heads</source>
        <translation>Köpfe</translation>
    </message>
    <message>
        <source>%1 in %2 kv groups</source>
        <translation>%1 in %2 kv-Gruppen</translation>
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
    <message>
        <source>Choosing the device</source>
        <translation>Das Gerät wird gewählt</translation>
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
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>Share of the questions answered with the whole number right</source>
        <translation>Anteil der Fragen, bei denen die ganze Zahl stimmt</translation>
    </message>
    <message>
        <source>Perplexity</source>
        <translation>Perplexität</translation>
    </message>
    <message>
        <source>exp of the mean loss over all tokens; less is better</source>
        <translation>exp des mittleren Verlusts über alle Token; weniger ist besser</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>nats</source>
        <translation>Nat</translation>
    </message>
    <message>
        <source>Mean loss of a token; less is better</source>
        <translation>Mittlerer Verlust eines Tokens; weniger ist besser</translation>
    </message>
    <message>
        <source>KV cache</source>
        <translation>KV-Cache</translation>
    </message>
    <message>
        <source>Memory the caches really allocated</source>
        <translation>Speicher, den die Caches wirklich belegten</translation>
    </message>
    <message>
        <source>Dense KV cache</source>
        <translation>Dichter KV-Cache</translation>
    </message>
    <message>
        <source>Memory a dense cache takes for the same tokens</source>
        <translation>Speicher, den ein dichter Cache für dieselben Token braucht</translation>
    </message>
    <message>
        <source>Peak memory</source>
        <translation>Spitzenspeicher</translation>
    </message>
    <message>
        <source>Most memory in use at once</source>
        <translation>Größter gleichzeitig belegter Speicher</translation>
    </message>
    <message>
        <source>Prefill speed</source>
        <translation>Prefill-Geschwindigkeit</translation>
    </message>
    <message>
        <source>tokens/s</source>
        <translation>Token/s</translation>
    </message>
    <message>
        <source>Prompt tokens read per second, median</source>
        <translation>Gelesene Prompt-Token je Sekunde, Median</translation>
    </message>
    <message>
        <source>Decode speed</source>
        <translation>Decode-Geschwindigkeit</translation>
    </message>
    <message>
        <source>Tokens written per second, median</source>
        <translation>Geschriebene Token je Sekunde, Median</translation>
    </message>
    <message>
        <source>Retrieval</source>
        <translation>Wiederfinden</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>, 95 % interval %1 to %2</source>
        <translation>, 95-%-Intervall %1 bis %2</translation>
    </message>
    <message>
        <source>, n = %1</source>
        <translation>, n = %1</translation>
    </message>
    <message>
        <source>%1, block prefill</source>
        <translation>%1, Block-Prefill</translation>
    </message>
    <message>
        <source>This run has no such setting</source>
        <translation>Dieser Lauf hat diese Einstellung nicht</translation>
    </message>
    <message>
        <source>run</source>
        <translation>Lauf</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>kv density at %1</source>
        <translation>KV-Dichte bei %1</translation>
    </message>
    <message>
        <source>cache density at %1</source>
        <translation>Cache-Dichte bei %1</translation>
    </message>
    <message>
        <source>KV cache, most</source>
        <translation>KV-Cache, höchstens</translation>
    </message>
    <message>
        <source>dense KV cache</source>
        <translation>dichter KV-Cache</translation>
    </message>
    <message>
        <source>allowance, tokens</source>
        <translation>Zugabe, Token</translation>
    </message>
    <message>
        <source>The baseline was not run at this length</source>
        <translation>Die Vergleichsbasis lief bei dieser Länge nicht</translation>
    </message>
    <message>
        <source>This run was not made at this length</source>
        <translation>Dieser Lauf lief nicht bei dieser Länge</translation>
    </message>
    <message>
        <source>%1 against %2</source>
        <translation>%1 gegen %2</translation>
    </message>
    <message>
        <source>same</source>
        <translation>gleich</translation>
    </message>
    <message>
        <source>%1 overlap</source>
        <translation>%1 überlappen</translation>
    </message>
    <message>
        <source>The 95 % intervals overlap: the difference may be chance</source>
        <translation>Die 95-%-Intervalle überlappen: der Unterschied kann Zufall sein</translation>
    </message>
    <message>
        <source>%1 better</source>
        <translation>%1 besser</translation>
    </message>
    <message>
        <source>%1 worse</source>
        <translation>%1 schlechter</translation>
    </message>
    <message>
        <source>The runs share no question</source>
        <translation>Die Läufe haben keine Frage gemeinsam</translation>
    </message>
    <message>
        <source>Chance alone would do this less than once in twenty</source>
        <translation>Zufall allein täte das seltener als einmal in zwanzig</translation>
    </message>
    <message>
        <source>Chance alone could do this: no difference is shown</source>
        <translation>Das könnte allein Zufall sein: ein Unterschied ist nicht gezeigt</translation>
    </message>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Token des Prompts</translation>
    </message>
    <message>
        <source>Value; its interval is the tooltip of a cell</source>
        <translation>Wert; sein Intervall steht im Tooltip der Zelle</translation>
    </message>
    <message>
        <source>Against %1, in the unit of the metric</source>
        <translation>Gegen %1, in der Einheit des Maßes</translation>
    </message>
    <message>
        <source>Against %1</source>
        <translation>Gegen %1</translation>
    </message>
    <message>
        <source>Both right</source>
        <translation>Beide richtig</translation>
    </message>
    <message>
        <source>Only %1</source>
        <translation>Nur %1</translation>
    </message>
    <message>
        <source>Right in the baseline only</source>
        <translation>Nur in der Vergleichsbasis richtig</translation>
    </message>
    <message>
        <source>Only this</source>
        <translation>Nur dieser</translation>
    </message>
    <message>
        <source>Right in this run only</source>
        <translation>Nur in diesem Lauf richtig</translation>
    </message>
    <message>
        <source>Neither</source>
        <translation>Keiner</translation>
    </message>
    <message>
        <source>Equal</source>
        <translation>Gleich</translation>
    </message>
    <message>
        <source>Windows with the same loss</source>
        <translation>Fenster mit gleichem Verlust</translation>
    </message>
    <message>
        <source>%1 lower</source>
        <translation>%1 niedriger</translation>
    </message>
    <message>
        <source>The baseline&apos;s loss is lower</source>
        <translation>Der Verlust der Vergleichsbasis ist niedriger</translation>
    </message>
    <message>
        <source>This lower</source>
        <translation>Dieser niedriger</translation>
    </message>
    <message>
        <source>This run&apos;s loss is lower</source>
        <translation>Der Verlust dieses Laufs ist niedriger</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Questions or windows both runs have</source>
        <translation>Fragen oder Fenster, die beide Läufe haben</translation>
    </message>
    <message>
        <source>p</source>
        <translation>p</translation>
    </message>
    <message>
        <source>Exact sign test (McNemar) on the pairs that differ, two-sided</source>
        <translation>Exakter Vorzeichentest (McNemar) auf den Paaren, die sich unterscheiden, zweiseitig</translation>
    </message>
</context>
<context>
    <name>moa::widgets::BudgetSliders</name>
    <message>
        <source>Linked</source>
        <translation>Gekoppelt</translation>
    </message>
    <message>
        <source>Budget at %1 tokens</source>
        <translation>Budget bei %1 Token</translation>
    </message>
    <message>
        <source>kv</source>
        <translation>KV</translation>
    </message>
    <message>
        <source>causal</source>
        <translation>kausal</translation>
    </message>
    <message>
        <source>raw</source>
        <translation>roh</translation>
    </message>
    <message>
        <source>cache</source>
        <translation>Cache</translation>
    </message>
    <message>
        <source>Moving one budget moves those of all lengths by the same amount</source>
        <translation>Ein Budget zu bewegen bewegt die aller Längen um denselben Betrag</translation>
    </message>
    <message>
        <source>Budget at %1 tokens, a profiled length</source>
        <translation>Budget bei %1 Token, einer profilierten Länge</translation>
    </message>
    <message>
        <source>Budget at %1 tokens, where nothing was profiled</source>
        <translation>Budget bei %1 Token, wo nichts profiliert wurde</translation>
    </message>
    <message>
        <source>At most this kv density at %1 tokens: the share of its key and value blocks that a row keeps at most, as a mean over all heads</source>
        <translation>Höchstens diese KV-Dichte bei %1 Token: der Anteil der Key- und Value-Blöcke, den eine Zeile höchstens behält, im Mittel über alle Köpfe</translation>
    </message>
    <message>
        <source>kv density of the plan: most blocks a row keeps, of all blocks of a row; mean over heads. Budgets bound it.</source>
        <translation>KV-Dichte des Plans: die meisten Blöcke, die eine Zeile behält, von allen Blöcken einer Zeile; Mittel über Köpfe. Die Budgets begrenzen sie.</translation>
    </message>
    <message>
        <source>causal density: kept blocks of the causal triangle, what computing attention costs</source>
        <translation>Kausale Dichte: behaltene Blöcke des kausalen Dreiecks, was das Rechnen der Attention kostet</translation>
    </message>
    <message>
        <source>raw density: span over length, neither clipped nor with the sink, as published code prints it</source>
        <translation>Rohe Dichte: Spanne durch Länge, weder beschnitten noch mit der Senke, wie veröffentlichter Code sie ausgibt</translation>
    </message>
    <message>
        <source>cache density: bytes of the key and value cache against the dense model&apos;s, what memory costs</source>
        <translation>Cache-Dichte: Bytes des Key- und Value-Caches gegen die des dichten Modells, was Speicher kostet</translation>
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
    <name>moa::widgets::ComparePage</name>
    <message>
        <source>Copy as Markdown</source>
        <translation>Als Markdown kopieren</translation>
    </message>
    <message>
        <source>Copy as LaTeX</source>
        <translation>Als LaTeX kopieren</translation>
    </message>
    <message>
        <source>Compared runs</source>
        <translation>Verglichene Läufe</translation>
    </message>
    <message>
        <source>Metrics</source>
        <translation>Maße</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>Diff only</source>
        <translation>Nur Unterschiede</translation>
    </message>
    <message>
        <source>Same questions</source>
        <translation>Gleiche Fragen</translation>
    </message>
    <message>
        <source>Paired samples</source>
        <translation>Gepaarte Beispiele</translation>
    </message>
    <message>
        <source>Curves</source>
        <translation>Kurven</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>Hides the settings all runs agree on</source>
        <translation>Blendet Einstellungen aus, in denen alle Läufe übereinstimmen</translation>
    </message>
    <message>
        <source>Metric of the curves</source>
        <translation>Maß der Kurven</translation>
    </message>
    <message>
        <source>First plan</source>
        <translation>Erster Plan</translation>
    </message>
    <message>
        <source>Second plan</source>
        <translation>Zweiter Plan</translation>
    </message>
    <message>
        <source>Length of the densities</source>
        <translation>Länge der Dichten</translation>
    </message>
    <message>
        <source>Tokens: a plan&apos;s densities depend on the length</source>
        <translation>Token: die Dichten eines Plans hängen von der Länge ab</translation>
    </message>
    <message>
        <source>There is no run yet: evaluate a plan and a baseline first.</source>
        <translation>Es gibt noch keinen Lauf: zuerst einen Plan und eine Vergleichsbasis auswerten.</translation>
    </message>
    <message>
        <source>Choose at least two runs on the left.</source>
        <translation>Links mindestens zwei Läufe wählen.</translation>
    </message>
    <message>
        <source>No runs.</source>
        <translation>Keine Läufe.</translation>
    </message>
    <message>
        <source>deltas against %1</source>
        <translation>Differenzen gegen %1</translation>
    </message>
    <message>
        <source>matched by prompt, against %1</source>
        <translation>nach Prompt gepaart, gegen %1</translation>
    </message>
    <message>
        <source>%1 of %2 differ</source>
        <translation>%1 von %2 weichen ab</translation>
    </message>
    <message>
        <source>by length, 95 % intervals</source>
        <translation>nach Länge, 95-%-Intervalle</translation>
    </message>
    <message>
        <source>The densities of %1 at %2 tokens are not known: no run and no plan of the project has them.</source>
        <translation>Die Dichten von %1 bei %2 Token sind nicht bekannt: kein Lauf und kein Plan des Projekts hat sie.</translation>
    </message>
    <message>
        <source>The plans are of models of different shape.</source>
        <translation>Die Pläne gehören zu Modellen verschiedener Form.</translation>
    </message>
    <message>
        <source>%1 of %2 heads differ</source>
        <translation>%1 von %2 Köpfen weichen ab</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ConstraintModel</name>
    <message>
        <source>pin</source>
        <translation>geheftet</translation>
    </message>
    <message>
        <source>span</source>
        <translation>Spanne</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>dicht</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>What a span bound costs is not worked out</source>
        <translation>Was eine Spannengrenze kostet, ist nicht ausgerechnet</translation>
    </message>
    <message>
        <source>Not known for this plan yet</source>
        <translation>Für diesen Plan noch nicht bekannt</translation>
    </message>
    <message>
        <source>How much less the weighted loss would be without it, in the relaxed problem</source>
        <translation>Um wie viel kleiner der gewichtete Verlust ohne sie wäre, im gelockerten Problem</translation>
    </message>
    <message>
        <source>This unit must take this rule: its span in tokens at length N</source>
        <translation>Diese Einheit muss diese Regel nehmen: ihre Spanne in Token bei Länge N</translation>
    </message>
    <message>
        <source>Rules whose span in tokens leaves these limits at any length are forbidden</source>
        <translation>Regeln, deren Spanne in Token diese Grenzen bei irgendeiner Länge verlässt, sind verboten</translation>
    </message>
    <message>
        <source>This unit keeps everything: it stays dense</source>
        <translation>Diese Einheit behält alles: sie bleibt dicht</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Unit</source>
        <translation>Einheit</translation>
    </message>
    <message>
        <source>Rule / least</source>
        <translation>Regel / min.</translation>
    </message>
    <message>
        <source>Most</source>
        <translation>Höchstens</translation>
    </message>
    <message>
        <source>Costs</source>
        <translation>Kosten</translation>
    </message>
    <message>
        <source>kv group or query head, counted in its layer from 0</source>
        <translation>KV-Gruppe oder Query-Kopf, in der Schicht ab 0 gezählt</translation>
    </message>
    <message>
        <source>Pins: the rule. Span bounds: tokens the span must have at least</source>
        <translation>Geheftet: die Regel. Spannengrenzen: Token, die die Spanne mindestens haben muss</translation>
    </message>
    <message>
        <source>Tokens the span may have at most</source>
        <translation>Token, die die Spanne höchstens haben darf</translation>
    </message>
    <message>
        <source>Loss this constraint costs</source>
        <translation>Verlust, den diese Vorgabe kostet</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ConstraintTable</name>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>any</source>
        <translation>beliebig</translation>
    </message>
    <message>
        <source>Rules per layer</source>
        <translation>Regeln je Schicht</translation>
    </message>
    <message>
        <source>kv groups</source>
        <translation>KV-Gruppen</translation>
    </message>
    <message>
        <source>query heads</source>
        <translation>Query-Köpfe</translation>
    </message>
    <message>
        <source>Units</source>
        <translation>Einheiten</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>all</source>
        <translation>alle</translation>
    </message>
    <message>
        <source>Add for selection</source>
        <translation>Für Auswahl hinzufügen</translation>
    </message>
    <message>
        <source>Pins, bounds or keeps dense the heads that are selected</source>
        <translation>Heftet, begrenzt oder lässt dicht die gewählten Köpfe</translation>
    </message>
    <message>
        <source>Takes the selected constraints away (Delete)</source>
        <translation>Nimmt die gewählten Vorgaben weg (Entf)</translation>
    </message>
    <message>
        <source>no limit</source>
        <translation>keine Grenze</translation>
    </message>
    <message>
        <source>How many different rules the units of one layer may have</source>
        <translation>Wie viele verschiedene Regeln die Einheiten einer Schicht haben dürfen</translation>
    </message>
    <message>
        <source>What gets a rule of its own. Query heads of a kv group share one cache, as large as the largest of them: rules for single query heads save computing rather than memory.</source>
        <translation>Was eine eigene Regel bekommt. Query-Köpfe einer KV-Gruppe teilen sich einen Cache, so groß wie der größte von ihnen: Regeln für einzelne Query-Köpfe sparen Rechnen eher als Speicher.</translation>
    </message>
    <message>
        <source>Weight of the loss at %1 tokens</source>
        <translation>Gewicht des Verlusts bei %1 Token</translation>
    </message>
    <message>
        <source>How much the loss at %1 tokens counts in the weighted sum</source>
        <translation>Wie sehr der Verlust bei %1 Token in der gewichteten Summe zählt</translation>
    </message>
    <message>
        <source>Weight %1</source>
        <translation>Gewicht %1</translation>
    </message>
    <message>
        <source>Select heads first, in the plan grid or in Explore</source>
        <translation>Zuerst Köpfe wählen, im Planraster oder unter Erkunden</translation>
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
    <name>moa::widgets::DensityPanel</name>
    <message>
        <source>Loss against density</source>
        <translation>Verlust gegen Dichte</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>dieser Plan</translation>
    </message>
</context>
<context>
    <name>moa::widgets::DensityPlot</name>
    <message>
        <source>Quantity</source>
        <translation>Größe</translation>
    </message>
    <message>
        <source>What the curve shows: the weighted loss that plans minimise, or the loss at one length</source>
        <translation>Was die Kurve zeigt: den gewichteten Verlust, den Pläne minimieren, oder den Verlust bei einer Länge</translation>
    </message>
    <message>
        <source>Loss against density</source>
        <translation>Verlust gegen Dichte</translation>
    </message>
    <message>
        <source>Weighted loss</source>
        <translation>Gewichteter Verlust</translation>
    </message>
    <message>
        <source>Loss at %1</source>
        <translation>Verlust bei %1</translation>
    </message>
    <message>
        <source>Budget at every length (% of kv)</source>
        <translation>Budget bei jeder Länge (% von KV)</translation>
    </message>
    <message>
        <source>Best plan</source>
        <translation>Bester Plan</translation>
    </message>
    <message>
        <source>Uniform window</source>
        <translation>Uniformes Fenster</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>dicht</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>dieser Plan</translation>
    </message>
    <message>
        <source>Click a point to plan with its budget at every length.</source>
        <translation>Ein Klick auf einen Punkt plant mit seinem Budget bei jeder Länge.</translation>
    </message>
    <message>
        <source>Of the problem before the last change.</source>
        <translation>Aus der Aufgabe vor der letzten Änderung.</translation>
    </message>
    <message>
        <source>No plan was found below %1.</source>
        <translation>Unter %1 wurde kein Plan gefunden.</translation>
    </message>
    <message>
        <source>%1 from %2 at %3 to %4 at %5</source>
        <translation>%1 von %2 bei %3 bis %4 bei %5</translation>
    </message>
    <message>
        <source>Budget (%)</source>
        <translation>Budget (%)</translation>
    </message>
    <message>
        <source>Lower bound</source>
        <translation>Untere Schranke</translation>
    </message>
    <message>
        <source>Uniform at %1</source>
        <translation>Uniform bei %1</translation>
    </message>
    <message>
        <source>No plan was found at this density</source>
        <translation>Bei dieser Dichte wurde kein Plan gefunden</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>uniform</translation>
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
        <source>%1 (estimate)</source>
        <translation>%1 (Schätzung)</translation>
    </message>
    <message>
        <source>every rule</source>
        <translation>jede Regel</translation>
    </message>
    <message>
        <source>Losses of the plan</source>
        <translation>Verluste des Plans</translation>
    </message>
    <message>
        <source>kv group %1</source>
        <translation>KV-Gruppe %1</translation>
    </message>
    <message>
        <source>mean loss</source>
        <translation>mittlerer Verlust</translation>
    </message>
    <message>
        <source>plan</source>
        <translation>Plan</translation>
    </message>
</context>
<context>
    <name>moa::widgets::EvaluatePage</name>
    <message>
        <source>New run</source>
        <translation>Neuer Lauf</translation>
    </message>
    <message>
        <source>Retrieval by length and depth</source>
        <translation>Wiederfinden nach Länge und Tiefe</translation>
    </message>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Accuracy</source>
        <translation>Genauigkeit</translation>
    </message>
    <message>
        <source>By length</source>
        <translation>Nach Länge</translation>
    </message>
    <message>
        <source>Memory</source>
        <translation>Speicher</translation>
    </message>
    <message>
        <source>Which metrics</source>
        <translation>Welche Maße</translation>
    </message>
    <message>
        <source>All metrics</source>
        <translation>Alle Maße</translation>
    </message>
    <message>
        <source>Quality</source>
        <translation>Güte</translation>
    </message>
    <message>
        <source>Speed</source>
        <translation>Geschwindigkeit</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Runs</source>
        <translation>Läufe</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>KV cache allocated, of dense</source>
        <translation>Belegter KV-Cache, von dicht</translation>
    </message>
    <message>
        <source>Nothing was evaluated yet.
Choose plans and baselines on the left and press Run: rows arrive here while it runs.</source>
        <translation>Noch wurde nichts ausgewertet.
Links Pläne und Vergleichsbasen wählen und Ausführen drücken: die Zeilen kommen hier an, während es läuft.</translation>
    </message>
    <message>
        <source>Nothing was evaluated yet, and nothing can be evaluated now.
%1</source>
        <translation>Noch wurde nichts ausgewertet, und jetzt kann nichts ausgewertet werden.
%1</translation>
    </message>
    <message>
        <source>No retrieval was run yet: choose the task Retrieval and press Run.</source>
        <translation>Wiederfinden wurde noch nicht ausgeführt: die Aufgabe Wiederfinden wählen und Ausführen drücken.</translation>
    </message>
    <message>
        <source>by length, 95 % intervals</source>
        <translation>nach Länge, 95-%-Intervalle</translation>
    </message>
    <message>
        <source>No retrieval was run yet.</source>
        <translation>Wiederfinden wurde noch nicht ausgeführt.</translation>
    </message>
    <message>
        <source>No memory was measured yet: run Retrieval or Memory.</source>
        <translation>Noch kein Speicher gemessen: Wiederfinden oder Speicher ausführen.</translation>
    </message>
    <message>
        <source>No perplexity and no speed was measured yet.</source>
        <translation>Noch keine Perplexität und keine Geschwindigkeit gemessen.</translation>
    </message>
    <message>
        <source>per cent right; depth 0 %: start of prompt</source>
        <translation>Prozent richtig; Tiefe 0 %: Anfang des Prompts</translation>
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
        <source>Kept by the plan</source>
        <translation>Vom Plan behalten</translation>
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
        <translation>Mittel aller</translation>
    </message>
    <message>
        <source>One sample, token by token</source>
        <translation>Ein Beispiel, Token für Token</translation>
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
        <source>largest</source>
        <translation>größter</translation>
    </message>
    <message>
        <source>mean</source>
        <translation>Mittel</translation>
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
        <source>rule %1</source>
        <translation>Regel %1</translation>
    </message>
    <message>
        <source>Influence: how much the loss changes when a value is masked. Attention: sum of the attention weights in a block.</source>
        <translation>Einfluss: wie sehr sich der Verlust ändert, wenn ein Wert maskiert wird. Attention: Summe der Attention-Gewichte in einem Block.</translation>
    </message>
    <message>
        <source>Grey and hatched: blocks the plan masks, in the optimizer&apos;s layout. Line: the rule&apos;s span; column: the sink.</source>
        <translation>Grau schraffiert: Blöcke, die der Plan maskiert, in der Anordnung des Optimierers. Linie: Spanne der Regel; Spalte: die Senke.</translation>
    </message>
    <message>
        <source>No head is profiled yet. Profiling finds out what each head attends to, and what it would cost to mask it.</source>
        <translation>Noch ist kein Kopf profiliert. Das Profil zeigt, worauf jeder Kopf schaut, und was es kostete, es zu maskieren.</translation>
    </message>
    <message>
        <source>Profile the model...</source>
        <translation>Modell profilieren …</translation>
    </message>
    <message>
        <source>%1, %2</source>
        <translation>%1, %2</translation>
    </message>
    <message>
        <source>log</source>
        <translation>log</translation>
    </message>
    <message>
        <source>%1 in blocks</source>
        <translation>%1 in Blöcken</translation>
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
        <source>Rule</source>
        <translation>Regel</translation>
    </message>
    <message>
        <source>Span at %1</source>
        <translation>Spanne bei %1</translation>
    </message>
    <message>
        <source>kv group: heads that share keys and values</source>
        <translation>KV-Gruppe: Köpfe, die Keys und Values teilen</translation>
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
    <name>moa::widgets::MapTable</name>
    <message>
        <source>key %1</source>
        <translation>Key %1</translation>
    </message>
    <message>
        <source>query %1</source>
        <translation>Query %1</translation>
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
    <name>moa::widgets::MemoryBars</name>
    <message>
        <source>Memory of the KV cache against dense</source>
        <translation>Speicher des KV-Caches gegen dicht</translation>
    </message>
    <message>
        <source>%1 at %2 tokens</source>
        <translation>%1 bei %2 Token</translation>
    </message>
    <message>
        <source>%1: %2</source>
        <translation>%1: %2</translation>
    </message>
    <message>
        <source>%1: %2 of the dense cache&apos;s %3, %4</source>
        <translation>%1: %2 von %3 des dichten Caches, %4</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>The dense cache&apos;s memory is not known</source>
        <translation>Der Speicher des dichten Caches ist nicht bekannt</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>KV cache, MiB</source>
        <translation>KV-Cache, MiB</translation>
    </message>
    <message>
        <source>Memory the caches really allocated</source>
        <translation>Speicher, den die Caches wirklich belegten</translation>
    </message>
    <message>
        <source>Dense, MiB</source>
        <translation>Dicht, MiB</translation>
    </message>
    <message>
        <source>Memory a dense cache takes for the same tokens</source>
        <translation>Speicher, den ein dichter Cache für dieselben Token braucht</translation>
    </message>
    <message>
        <source>Share, %</source>
        <translation>Anteil, %</translation>
    </message>
    <message>
        <source>Of the dense cache</source>
        <translation>Vom dichten Cache</translation>
    </message>
</context>
<context>
    <name>moa::widgets::MetricPlot</name>
    <message>
        <source>Length, tokens</source>
        <translation>Länge, Token</translation>
    </message>
    <message>
        <source>%1: %2 at %3</source>
        <translation>%1: %2 bei %3</translation>
    </message>
    <message>
        <source>%1 by length</source>
        <translation>%1 nach Länge</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Token des Prompts</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Lower end of the 95 % interval</source>
        <translation>Unteres Ende des 95-%-Intervalls</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Upper end of the 95 % interval</source>
        <translation>Oberes Ende des 95-%-Intervalls</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
</context>
<context>
    <name>moa::widgets::MixPanel</name>
    <message>
        <source>balanced</source>
        <translation>ausgewogen</translation>
    </message>
    <message>
        <source>as published</source>
        <translation>wie veröffentlicht</translation>
    </message>
    <message>
        <source>Balance between samples</source>
        <translation>Gewichtung zwischen Beispielen</translation>
    </message>
    <message>
        <source>Share of this source in the mean over sources</source>
        <translation>Anteil dieser Quelle am Mittel über die Quellen</translation>
    </message>
    <message>
        <source>Weight of %1</source>
        <translation>Gewicht von %1</translation>
    </message>
    <message>
        <source>Weight of the samples from %1; 0 leaves them out</source>
        <translation>Gewicht der Beispiele aus %1; 0 lässt sie weg</translation>
    </message>
    <message>
        <source>Each sample counts the same, then each source by its weight.</source>
        <translation>Jedes Beispiel zählt gleich, dann jede Quelle nach ihrem Gewicht.</translation>
    </message>
    <message>
        <source>Plain mean over all samples, weighted by source: those with a large loss, mostly prose, decide.</source>
        <translation>Einfaches Mittel über alle Beispiele, nach Quelle gewichtet: die mit großem Verlust, meist Prosa, entscheiden.</translation>
    </message>
</context>
<context>
    <name>moa::widgets::Notice</name>
    <message>
        <source>Error: %1: %2</source>
        <translation>Fehler: %1: %2</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
</context>
<context>
    <name>moa::widgets::OrderForm</name>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Questions for a number that stands somewhere in a long record</source>
        <translation>Fragen nach einer Zahl, die irgendwo in einem langen Verzeichnis steht</translation>
    </message>
    <message>
        <source>Loss on a text of yours, window by window</source>
        <translation>Verlust auf einem eigenen Text, Fenster für Fenster</translation>
    </message>
    <message>
        <source>Bytes the caches really allocate</source>
        <translation>Bytes, die die Caches wirklich belegen</translation>
    </message>
    <message>
        <source>Tokens per second of prefill and decode</source>
        <translation>Token je Sekunde bei Prefill und Decode</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Choose...</source>
        <translation>Wählen …</translation>
    </message>
    <message>
        <source>Text or JSONL file</source>
        <translation>Text- oder JSONL-Datei</translation>
    </message>
    <message>
        <source>The text the loss is taken on; best one the model was not calibrated with</source>
        <translation>Der Text, auf dem der Verlust gemessen wird; am besten einer, mit dem das Modell nicht kalibriert wurde</translation>
    </message>
    <message>
        <source>Text</source>
        <translation>Text</translation>
    </message>
    <message>
        <source>Plans and baselines</source>
        <translation>Pläne und Vergleichsbasen</translation>
    </message>
    <message>
        <source>Lengths, tokens</source>
        <translation>Längen, Token</translation>
    </message>
    <message>
        <source>Questions or windows at every length; more of them make the intervals narrower</source>
        <translation>Fragen oder Fenster bei jeder Länge; mehr davon machen die Intervalle schmaler</translation>
    </message>
    <message>
        <source>Samples per length</source>
        <translation>Beispiele je Länge</translation>
    </message>
    <message>
        <source>By token</source>
        <translation>Nach Token</translation>
    </message>
    <message>
        <source>By block of 64</source>
        <translation>Nach 64er-Blöcken</translation>
    </message>
    <message>
        <source>How the prompt sees the cache: token by token as decode does, or by whole blocks as in the published code</source>
        <translation>Wie der Prompt den Cache sieht: Token für Token wie beim Decode, oder in ganzen Blöcken wie im veröffentlichten Code</translation>
    </message>
    <message>
        <source>Prefill</source>
        <translation>Prefill</translation>
    </message>
    <message>
        <source>Progress of the evaluation</source>
        <translation>Fortschritt der Auswertung</translation>
    </message>
    <message>
        <source>Evaluates every chosen plan at every chosen length; rows arrive while it runs</source>
        <translation>Wertet jeden gewählten Plan bei jeder gewählten Länge aus; Zeilen kommen, während es läuft</translation>
    </message>
    <message>
        <source>Stops within half a second; finished samples are kept</source>
        <translation>Hält binnen einer halben Sekunde an; fertige Beispiele bleiben</translation>
    </message>
    <message>
        <source>The model as it is: every token stays in the cache</source>
        <translation>Das Modell, wie es ist: jedes Token bleibt im Cache</translation>
    </message>
    <message>
        <source>uniform, same memory</source>
        <translation>uniform, gleicher Speicher</translation>
    </message>
    <message>
        <source>One window for all heads, at most as large in memory as the plan</source>
        <translation>Ein Fenster für alle Köpfe, im Speicher höchstens so groß wie der Plan</translation>
    </message>
    <message>
        <source>%1 tokens</source>
        <translation>%1 Token</translation>
    </message>
    <message>
        <source>The model is not there.</source>
        <translation>Das Modell ist nicht da.</translation>
    </message>
    <message>
        <source>Choose a plan or a baseline.</source>
        <translation>Einen Plan oder eine Vergleichsbasis wählen.</translation>
    </message>
    <message>
        <source>Choose a length.</source>
        <translation>Eine Länge wählen.</translation>
    </message>
    <message>
        <source>Choose the text the perplexity is taken on.</source>
        <translation>Den Text wählen, auf dem die Perplexität gemessen wird.</translation>
    </message>
    <message>
        <source>Text for the perplexity</source>
        <translation>Text für die Perplexität</translation>
    </message>
    <message>
        <source>Text (*.txt *.md *.jsonl);;All files (*)</source>
        <translation>Text (*.txt *.md *.jsonl);;Alle Dateien (*)</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird angehalten</translation>
    </message>
    <message>
        <source>shown, as %1</source>
        <translation>gezeigter, als %1</translation>
    </message>
    <message>
        <source>The plan on the Plan page, which is not stored yet: Run saves it as %1 first</source>
        <translation>Der Plan der Seite Plan, der noch nicht gespeichert ist: Ausführen speichert ihn zuerst als %1</translation>
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
<context>
    <name>moa::widgets::ParetoPlot</name>
    <message>
        <source>Dominated</source>
        <translation>Dominierte</translation>
    </message>
    <message>
        <source>vs</source>
        <translation>vs.</translation>
    </message>
    <message>
        <source>Across</source>
        <translation>Waagerecht</translation>
    </message>
    <message>
        <source>Up</source>
        <translation>Senkrecht</translation>
    </message>
    <message>
        <source>Also plans that another one beats at every profiled length</source>
        <translation>Auch Pläne, die ein anderer bei jeder profilierten Länge schlägt</translation>
    </message>
    <message>
        <source>Pareto plot</source>
        <translation>Pareto-Diagramm</translation>
    </message>
    <message>
        <source>Loss at %1</source>
        <translation>Verlust bei %1</translation>
    </message>
    <message>
        <source>kv density</source>
        <translation>KV-Dichte</translation>
    </message>
    <message>
        <source>Front</source>
        <translation>Front</translation>
    </message>
    <message>
        <source>not stored</source>
        <translation>nicht gespeichert</translation>
    </message>
    <message>
        <source>%1 (%2, %3)</source>
        <translation>%1 (%2, %3)</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>dieser Plan</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>uniform</translation>
    </message>
    <message>
        <source>dense</source>
        <translation>dicht</translation>
    </message>
    <message>
        <source>Outside: %1</source>
        <translation>Außerhalb: %1</translation>
    </message>
    <message>
        <source>; </source>
        <translation>; </translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>dominated</source>
        <translation>dominiert</translation>
    </message>
    <message>
        <source>candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>imported</source>
        <translation>importiert</translation>
    </message>
    <message>
        <source>stored</source>
        <translation>gespeichert</translation>
    </message>
    <message numerus="yes">
        <source>%n plan(s)</source>
        <translation>
            <numerusform>%n Plan</numerusform>
            <numerusform>%n Pläne</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanDifference</name>
    <message>
        <source>Density of every head in two plans</source>
        <translation>Dichte jedes Kopfes in zwei Plänen</translation>
    </message>
    <message>
        <source>Head %1.%2: kv density %3 in %4, %5 in %6, difference %7 points</source>
        <translation>Kopf %1.%2: KV-Dichte %3 in %4, %5 in %6, Differenz %7 Punkte</translation>
    </message>
    <message>
        <source>Difference, points</source>
        <translation>Differenz, Punkte</translation>
    </message>
    <message>
        <source>%1, %</source>
        <translation>%1, %</translation>
    </message>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>%1, kv density %</source>
        <translation>%1, KV-Dichte %</translation>
    </message>
    <message>
        <source>%1 of %2 heads differ between %3 and %4</source>
        <translation>%1 von %2 Köpfen weichen zwischen %3 und %4 ab</translation>
    </message>
    <message>
        <source>Difference</source>
        <translation>Differenz</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanGrid</name>
    <message>
        <source>Plan, layers by heads</source>
        <translation>Plan, Schichten mal Köpfe</translation>
    </message>
    <message>
        <source>rules</source>
        <translation>Regeln</translation>
    </message>
    <message>
        <source>Layer %1, head %2 (kv group %3)</source>
        <translation>Schicht %1, Kopf %2 (KV-Gruppe %3)</translation>
    </message>
    <message>
        <source>Rule %1: %2 of %3 tokens</source>
        <translation>Regel %1: %2 von %3 Token</translation>
    </message>
    <message>
        <source>kv density %1 at %2</source>
        <translation>KV-Dichte %1 bei %2</translation>
    </message>
    <message>
        <source>%1: %2, density differs by %3</source>
        <translation>%1: %2, Dichte weicht um %3 ab</translation>
    </message>
    <message>
        <source>The same in %1</source>
        <translation>Dasselbe in %1</translation>
    </message>
    <message>
        <source>Pinned to its rule</source>
        <translation>An seine Regel geheftet</translation>
    </message>
    <message>
        <source>Kept dense</source>
        <translation>Dicht gelassen</translation>
    </message>
    <message>
        <source>Rules of layer %1: %2</source>
        <translation>Regeln der Schicht %1: %2</translation>
    </message>
    <message>
        <source>kv density less %1&apos;s: %2 of %3 heads differ</source>
        <translation>KV-Dichte minus die von %1: %2 von %3 Köpfen weichen ab</translation>
    </message>
    <message>
        <source>kv density at %1</source>
        <translation>KV-Dichte bei %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanList</name>
    <message>
        <source>Load</source>
        <translation>Laden</translation>
    </message>
    <message>
        <source>Compare</source>
        <translation>Vergleichen</translation>
    </message>
    <message>
        <source>Save as</source>
        <translation>Speichern unter</translation>
    </message>
    <message>
        <source>Plans of the project</source>
        <translation>Pläne des Projekts</translation>
    </message>
    <message>
        <source>Shows the selected plan (Enter or double click)</source>
        <translation>Zeigt den gewählten Plan (Enter oder Doppelklick)</translation>
    </message>
    <message>
        <source>Marks in the plan grid how the present plan differs from the selected one</source>
        <translation>Markiert im Planraster, worin sich der jetzige Plan vom gewählten unterscheidet</translation>
    </message>
    <message>
        <source>Name of the present plan</source>
        <translation>Name des jetzigen Plans</translation>
    </message>
    <message>
        <source>Stores the present plan in the project under this name</source>
        <translation>Legt den jetzigen Plan unter diesem Namen im Projekt ab</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Origin</source>
        <translation>Herkunft</translation>
    </message>
    <message>
        <source>optimized, Pareto candidate or imported</source>
        <translation>optimiert, Pareto-Kandidat oder importiert</translation>
    </message>
    <message>
        <source>Loss %1</source>
        <translation>Verlust %1</translation>
    </message>
    <message>
        <source>This plan was not weighed here</source>
        <translation>Dieser Plan wurde hier nicht bewertet</translation>
    </message>
    <message>
        <source>Replace</source>
        <translation>Ersetzen</translation>
    </message>
    <message>
        <source>kv</source>
        <translation>KV</translation>
    </message>
    <message>
        <source>kv density at the longest profiled length</source>
        <translation>KV-Dichte bei der längsten profilierten Länge</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanPage</name>
    <message>
        <source>Budgets</source>
        <translation>Budgets</translation>
    </message>
    <message>
        <source>Calibration mix</source>
        <translation>Kalibriermischung</translation>
    </message>
    <message>
        <source>Constraints</source>
        <translation>Vorgaben</translation>
    </message>
    <message>
        <source>Answer</source>
        <translation>Antwort</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>What plans cost</source>
        <translation>Was Pläne kosten</translation>
    </message>
    <message>
        <source>Find again</source>
        <translation>Neu suchen</translation>
    </message>
    <message>
        <source>Heads by span</source>
        <translation>Köpfe nach Spanne</translation>
    </message>
    <message>
        <source>Unseen length</source>
        <translation>Ungesehene Länge</translation>
    </message>
    <message>
        <source>Validate again</source>
        <translation>Neu validieren</translation>
    </message>
    <message>
        <source>Plans of the project</source>
        <translation>Pläne des Projekts</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Input length at which densities and spans are shown</source>
        <translation>Eingabelänge, bei der Dichten und Spannen gezeigt werden</translation>
    </message>
    <message>
        <source>Compare with</source>
        <translation>Vergleichen mit</translation>
    </message>
    <message>
        <source>Shows what differs from another plan of the project</source>
        <translation>Zeigt, was von einem anderen Plan des Projekts abweicht</translation>
    </message>
    <message>
        <source>Solves the whole Pareto set for the present budgets and constraints</source>
        <translation>Löst die ganze Pareto-Menge für die jetzigen Budgets und Vorgaben</translation>
    </message>
    <message>
        <source>Spans</source>
        <translation>Spannen</translation>
    </message>
    <message>
        <source>Validation</source>
        <translation>Validierung</translation>
    </message>
    <message>
        <source>Plans</source>
        <translation>Pläne</translation>
    </message>
    <message>
        <source>No comparison</source>
        <translation>Kein Vergleich</translation>
    </message>
    <message>
        <source>at %1</source>
        <translation>bei %1</translation>
    </message>
    <message>
        <source>this plan</source>
        <translation>dieser Plan</translation>
    </message>
    <message>
        <source>uniform</source>
        <translation>uniform</translation>
    </message>
    <message>
        <source>Nothing to plan yet: the model has no profile. Profile it first.</source>
        <translation>Noch nichts zu planen: das Modell hat kein Profil. Zuerst profilieren.</translation>
    </message>
    <message>
        <source>The optimizer has not answered yet.</source>
        <translation>Der Optimierer hat noch nicht geantwortet.</translation>
    </message>
    <message>
        <source>There is no budget.</source>
        <translation>Es gibt kein Budget.</translation>
    </message>
    <message>
        <source>The profile names no sources.</source>
        <translation>Das Profil nennt keine Quellen.</translation>
    </message>
    <message>
        <source>No Pareto set yet: plans that trade the loss at one length against another.</source>
        <translation>Noch keine Pareto-Menge: Pläne, die den Verlust bei einer Länge gegen eine andere tauschen.</translation>
    </message>
    <message>
        <source>Find Pareto plans</source>
        <translation>Pareto-Pläne suchen</translation>
    </message>
    <message>
        <source>Not validated yet: which candidate loses least at a length that was not profiled?</source>
        <translation>Noch nicht validiert: welcher Kandidat verliert am wenigsten bei einer Länge, die nicht profiliert wurde?</translation>
    </message>
    <message>
        <source>Validate...</source>
        <translation>Validieren …</translation>
    </message>
    <message>
        <source>Density</source>
        <translation>Dichte</translation>
    </message>
    <message>
        <source>Pareto</source>
        <translation>Pareto</translation>
    </message>
    <message>
        <source>No plan meets the constraints at any density.</source>
        <translation>Bei keiner Dichte erfüllt ein Plan die Bedingungen.</translation>
    </message>
    <message>
        <source>outlined: %1</source>
        <translation>umrandet: %1</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanReadout</name>
    <message>
        <source>Weighted loss: the sum over lengths of weight times loss, which the plan minimises. Loss is the influence of everything that is masked, a first-order estimate of how much the model&apos;s loss grows.</source>
        <translation>Gewichteter Verlust: die Summe über Längen von Gewicht mal Verlust, die der Plan minimiert. Verlust ist der Einfluss von allem, was maskiert ist, eine Schätzung erster Ordnung, um wie viel der Verlust des Modells wächst.</translation>
    </message>
    <message>
        <source>Change of the weighted loss against the plan before the last edit</source>
        <translation>Änderung des gewichteten Verlusts gegen den Plan vor der letzten Bearbeitung</translation>
    </message>
    <message>
        <source>Losses of the plan</source>
        <translation>Verluste des Plans</translation>
    </message>
    <message>
        <source>%1 instead of %2</source>
        <translation>%1 statt %2</translation>
    </message>
    <message>
        <source>There is no budget at this length</source>
        <translation>Bei dieser Länge gibt es kein Budget</translation>
    </message>
    <message>
        <source>More density at %1 buys nothing: this budget does not bind</source>
        <translation>Mehr Dichte bei %1 bringt nichts: dieses Budget bindet nicht</translation>
    </message>
    <message>
        <source>+1 % of density at %1 buys %2 of weighted loss, at the margin</source>
        <translation>+1 % Dichte bei %1 bringt %2 an gewichtetem Verlust, am Rand</translation>
    </message>
    <message>
        <source>Estimated: stretched from the longest profiled length</source>
        <translation>Geschätzt: aus der längsten profilierten Länge gestreckt</translation>
    </message>
    <message>
        <source>Nothing was profiled at this length</source>
        <translation>Bei dieser Länge wurde nichts profiliert</translation>
    </message>
    <message>
        <source>There is no plan before this one</source>
        <translation>Vor diesem Plan gibt es keinen</translation>
    </message>
    <message>
        <source>The loss of the uniform plan is not known</source>
        <translation>Der Verlust des uniformen Plans ist nicht bekannt</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Tokens of input</source>
        <translation>Token der Eingabe</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Influence of everything that is masked at this length: a first-order estimate of the loss it adds</source>
        <translation>Einfluss von allem, was bei dieser Länge maskiert ist: eine Schätzung erster Ordnung des Verlusts, den es kostet</translation>
    </message>
    <message>
        <source>Last plan</source>
        <translation>Letzter Plan</translation>
    </message>
    <message>
        <source>Change against the plan before the last edit</source>
        <translation>Änderung gegen den Plan vor der letzten Bearbeitung</translation>
    </message>
    <message>
        <source>Uniform</source>
        <translation>Uniform</translation>
    </message>
    <message>
        <source>Change against a uniform window of the same kv density at this length</source>
        <translation>Änderung gegen ein uniformes Fenster derselben KV-Dichte bei dieser Länge</translation>
    </message>
    <message>
        <source>+1 % buys</source>
        <translation>+1 % bringt</translation>
    </message>
    <message>
        <source>Shadow price: change of the weighted loss for one more per cent of kv density at this length</source>
        <translation>Schattenpreis: Änderung des gewichteten Verlusts für ein Prozent mehr KV-Dichte bei dieser Länge</translation>
    </message>
    <message>
        <source>No plan meets these constraints.</source>
        <translation>Kein Plan erfüllt diese Vorgaben.</translation>
    </message>
    <message>
        <source>No plan meets these constraints: %1</source>
        <translation>Kein Plan erfüllt diese Vorgaben: %1</translation>
    </message>
    <message>
        <source>No plan was found in time.</source>
        <translation>Es wurde nicht rechtzeitig ein Plan gefunden.</translation>
    </message>
    <message>
        <source>The plan shown is the last one that did.</source>
        <translation>Der gezeigte Plan ist der letzte, der es tat.</translation>
    </message>
    <message>
        <source>Proven: no plan is better</source>
        <translation>Bewiesen: kein Plan ist besser</translation>
    </message>
    <message>
        <source>At most %1 from the best possible</source>
        <translation>Höchstens %1 vom Bestmöglichen entfernt</translation>
    </message>
    <message>
        <source>lower bound %1, found in %2</source>
        <translation>untere Schranke %1, gefunden in %2</translation>
    </message>
    <message>
        <source>the pin of layer %1, unit %2 costs %3</source>
        <translation>das Anheften von Schicht %1, Einheit %2 kostet %3</translation>
    </message>
    <message numerus="yes">
        <source>and %n more pin(s)</source>
        <translation>
            <numerusform>und %n weitere geheftete</numerusform>
            <numerusform>und %n weitere geheftete</numerusform>
        </translation>
    </message>
    <message>
        <source>The gap between this plan&apos;s weighted loss and the proven lower bound of all plans that meet the constraints. Solver: %1</source>
        <translation>Der Abstand zwischen dem gewichteten Verlust dieses Plans und der bewiesenen unteren Schranke aller Pläne, die die Vorgaben erfüllen. Löser: %1</translation>
    </message>
    <message>
        <source>Weighted loss %1. %2</source>
        <translation>Gewichteter Verlust %1. %2</translation>
    </message>
    <message>
        <source>How far from the best possible is not known</source>
        <translation>Wie weit er vom bestmöglichen entfernt ist, ist nicht bekannt</translation>
    </message>
    <message>
        <source>Some of its rules are not those of the profile: their losses are not known.</source>
        <translation>Manche seiner Regeln sind keine des Profils: ihre Verluste sind nicht bekannt.</translation>
    </message>
    <message>
        <source>A stored plan, with the losses of the present profile and mix.</source>
        <translation>Ein gespeicherter Plan, mit den Verlusten des jetzigen Profils und der jetzigen Mischung.</translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanTable</name>
    <message>
        <source>Layer</source>
        <translation>Schicht</translation>
    </message>
    <message>
        <source>Head</source>
        <translation>Kopf</translation>
    </message>
    <message>
        <source>kv group</source>
        <translation>KV-Gruppe</translation>
    </message>
    <message>
        <source>Alpha (tokens)</source>
        <translation>Alpha (Token)</translation>
    </message>
    <message>
        <source>Beta</source>
        <translation>Beta</translation>
    </message>
    <message>
        <source>Span at %1 (tokens)</source>
        <translation>Spanne bei %1 (Token)</translation>
    </message>
    <message>
        <source>kv density</source>
        <translation>KV-Dichte</translation>
    </message>
    <message>
        <source>Difference of density</source>
        <translation>Differenz der Dichte</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ResultsTable</name>
    <message>
        <source>Results</source>
        <translation>Ergebnisse</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Plan or baseline that ran</source>
        <translation>Plan oder Vergleichsbasis, die lief</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Token des Prompts</translation>
    </message>
    <message>
        <source>Metric</source>
        <translation>Maß</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>In the unit of the metric</source>
        <translation>In der Einheit des Maßes</translation>
    </message>
    <message>
        <source>95 %</source>
        <translation>95 %</translation>
    </message>
    <message>
        <source>Distance of the value to the ends of its 95 % interval</source>
        <translation>Abstand des Werts zu den Enden seines 95-%-Intervalls</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Samples behind the value</source>
        <translation>Beispiele hinter dem Wert</translation>
    </message>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Of the whole run</source>
        <translation>Vom ganzen Lauf</translation>
    </message>
</context>
<context>
    <name>moa::widgets::RetrievalMap</name>
    <message>
        <source>Retrieval by length and depth</source>
        <translation>Wiederfinden nach Länge und Tiefe</translation>
    </message>
    <message>
        <source>%1, %2 tokens, depth %3</source>
        <translation>%1, %2 Token, Tiefe %3</translation>
    </message>
    <message>
        <source>%1: not measured, no question was asked here</source>
        <translation>%1: nicht gemessen, hier wurde nichts gefragt</translation>
    </message>
    <message>
        <source>%1: not measured, no run at this length</source>
        <translation>%1: nicht gemessen, kein Lauf bei dieser Länge</translation>
    </message>
    <message>
        <source>%1, 95 % interval %2 to %3</source>
        <translation>%1, 95-%-Intervall %2 bis %3</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Depth, %</source>
        <translation>Tiefe, %</translation>
    </message>
    <message>
        <source>0 %: start of the prompt</source>
        <translation>0 %: Anfang des Prompts</translation>
    </message>
    <message>
        <source>Accuracy, %</source>
        <translation>Genauigkeit, %</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>Lower end of the 95 % interval</source>
        <translation>Unteres Ende des 95-%-Intervalls</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Upper end of the 95 % interval</source>
        <translation>Oberes Ende des 95-%-Intervalls</translation>
    </message>
    <message>
        <source>n</source>
        <translation>n</translation>
    </message>
    <message>
        <source>Questions</source>
        <translation>Fragen</translation>
    </message>
    <message>
        <source>%1: %2 right, n = %3</source>
        <translation>%1: %2 richtig, n = %3</translation>
    </message>
</context>
<context>
    <name>moa::widgets::RunChooser</name>
    <message>
        <source>Runs to compare</source>
        <translation>Zu vergleichende Läufe</translation>
    </message>
    <message>
        <source>Baseline</source>
        <translation>Vergleichsbasis</translation>
    </message>
    <message>
        <source>Deltas and paired samples are taken against this run</source>
        <translation>Differenzen und gepaarte Beispiele gelten gegen diesen Lauf</translation>
    </message>
    <message>
        <source>%1, still running</source>
        <translation>%1, läuft noch</translation>
    </message>
    <message>
        <source>Four runs are compared, the most that fit.</source>
        <translation>Vier Läufe werden verglichen, mehr passen nicht.</translation>
    </message>
    <message>
        <source>Choose two to four runs.</source>
        <translation>Zwei bis vier Läufe wählen.</translation>
    </message>
</context>
<context>
    <name>moa::widgets::SampleBrowser</name>
    <message>
        <source>Only wrong</source>
        <translation>Nur falsche</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Answers of other runs</source>
        <translation>Antworten anderer Läufe</translation>
    </message>
    <message>
        <source>Run</source>
        <translation>Ausführen</translation>
    </message>
    <message>
        <source>The run whose samples are listed</source>
        <translation>Der Lauf, dessen Beispiele aufgeführt sind</translation>
    </message>
    <message>
        <source>Hides the samples that were answered right</source>
        <translation>Blendet die richtig beantworteten Beispiele aus</translation>
    </message>
    <message>
        <source>Search</source>
        <translation>Suchen</translation>
    </message>
    <message>
        <source>Search in samples</source>
        <translation>In Beispielen suchen</translation>
    </message>
    <message>
        <source>This sample has no depth</source>
        <translation>Dieses Beispiel hat keine Tiefe</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Tokens of the prompt</source>
        <translation>Token des Prompts</translation>
    </message>
    <message>
        <source>#</source>
        <translation>#</translation>
    </message>
    <message>
        <source>Number of the question or window at its length</source>
        <translation>Nummer der Frage oder des Fensters bei seiner Länge</translation>
    </message>
    <message>
        <source>Depth, %</source>
        <translation>Tiefe, %</translation>
    </message>
    <message>
        <source>Where the answer stands; 0 %: at the start of the prompt</source>
        <translation>Wo die Antwort steht; 0 %: am Anfang des Prompts</translation>
    </message>
    <message>
        <source>Expected</source>
        <translation>Erwartet</translation>
    </message>
    <message>
        <source>Prediction</source>
        <translation>Vorhersage</translation>
    </message>
    <message>
        <source>What the model wrote</source>
        <translation>Was das Modell schrieb</translation>
    </message>
    <message>
        <source>Score</source>
        <translation>Punktzahl</translation>
    </message>
    <message>
        <source>Right: the whole number is there</source>
        <translation>Richtig: die ganze Zahl ist da</translation>
    </message>
    <message>
        <source>Loss, nats</source>
        <translation>Verlust, Nat</translation>
    </message>
    <message>
        <source>Mean over the tokens of the window</source>
        <translation>Mittel über die Token des Fensters</translation>
    </message>
    <message>
        <source>Choose a sample to see what the other runs answered.</source>
        <translation>Ein Beispiel wählen, um zu sehen, was die anderen Läufe antworteten.</translation>
    </message>
    <message>
        <source>Question %1 at %2 tokens, %3 prompt tokens</source>
        <translation>Frage %1 bei %2 Token, %3 Prompt-Token</translation>
    </message>
    <message>
        <source>, expected %1</source>
        <translation>, erwartet %1</translation>
    </message>
    <message>
        <source>Run %1</source>
        <translation>Lauf %1</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
</context>
<context>
    <name>moa::widgets::SpanHistogram</name>
    <message>
        <source>Histogram of spans</source>
        <translation>Histogramm der Spannen</translation>
    </message>
    <message>
        <source>This plan</source>
        <translation>Dieser Plan</translation>
    </message>
    <message>
        <source>mean %1 tokens</source>
        <translation>Mittel %1 Token</translation>
    </message>
    <message>
        <source>Span at %1 (tokens)</source>
        <translation>Spanne bei %1 (Token)</translation>
    </message>
    <message>
        <source>Query heads</source>
        <translation>Query-Köpfe</translation>
    </message>
    <message>
        <source>Above (tokens)</source>
        <translation>Über (Token)</translation>
    </message>
    <message>
        <source>Up to (tokens)</source>
        <translation>Bis (Token)</translation>
    </message>
    <message>
        <source>%1 heads, mean span %2 of %3 tokens</source>
        <translation>%1 Köpfe, mittlere Spanne %2 von %3 Token</translation>
    </message>
</context>
<context>
    <name>moa::widgets::ValidationPlot</name>
    <message>
        <source>Validation of the candidates</source>
        <translation>Validierung der Kandidaten</translation>
    </message>
    <message>
        <source>Candidate</source>
        <translation>Kandidat</translation>
    </message>
    <message>
        <source>Chosen</source>
        <translation>Gewählt</translation>
    </message>
    <message>
        <source>chosen</source>
        <translation>gewählt</translation>
    </message>
    <message>
        <source>Loss at %1, mean over sources, with 95 % interval</source>
        <translation>Verlust bei %1, Mittel über die Quellen, mit 95-%-Intervall</translation>
    </message>
    <message>
        <source>%1 was chosen with loss %2</source>
        <translation>%1 wurde mit Verlust %2 gewählt</translation>
    </message>
    <message>
        <source>Plan</source>
        <translation>Plan</translation>
    </message>
    <message>
        <source>Length</source>
        <translation>Länge</translation>
    </message>
    <message>
        <source>Loss</source>
        <translation>Verlust</translation>
    </message>
    <message>
        <source>Low</source>
        <translation>Unten</translation>
    </message>
    <message>
        <source>High</source>
        <translation>Oben</translation>
    </message>
    <message>
        <source>Samples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Choice</source>
        <translation>Wahl</translation>
    </message>
</context>
</TS>

<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>moa::studio::ProjectTree</name>
    <message numerus="yes">
        <source>%n sample(s)</source>
        <translation>
            <numerusform>%n sample</numerusform>
            <numerusform>%n samples</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moa::widgets::ParetoPlot</name>
    <message numerus="yes">
        <source>%n plan(s)</source>
        <translation>
            <numerusform>%n plan</numerusform>
            <numerusform>%n plans</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>moa::widgets::PlanReadout</name>
    <message numerus="yes">
        <source>and %n more pin(s)</source>
        <translation>
            <numerusform>and %n more pin</numerusform>
            <numerusform>and %n more pins</numerusform>
        </translation>
    </message>
</context>
</TS>

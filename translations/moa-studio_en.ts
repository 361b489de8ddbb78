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
    <name>moa::widgets::ComparePage</name>
    <message numerus="yes">
        <source>%n head(s) differ</source>
        <translation>
            <numerusform>%n head differs</numerusform>
            <numerusform>%n heads differ</numerusform>
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
    <name>moa::widgets::PlanDifference</name>
    <message numerus="yes">
        <source>%n head(s) of %1 differ between %2 and %3</source>
        <translation>
            <numerusform>%n head of %1 differs between %2 and %3</numerusform>
            <numerusform>%n heads of %1 differ between %2 and %3</numerusform>
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
<context>
    <name>moa::widgets::RetrievalMap</name>
    <message numerus="yes">
        <source>%1: %2 of %n question(s) right</source>
        <translation>
            <numerusform>%1: %2 of %n question right</numerusform>
            <numerusform>%1: %2 of %n questions right</numerusform>
        </translation>
    </message>
</context>
</TS>

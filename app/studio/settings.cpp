#include "app/studio/settings.h"

#include <QFileInfo>

namespace moa::studio {

namespace {

constexpr int kVersion = 1;  // of the layout of these settings: others are left alone
constexpr int kRecent = 10;

}  // namespace

QVariant Settings::value(const QString &key, const QVariant &missing) const {
    if (safe_ || store_.value("version", kVersion).toInt() != kVersion) return missing;
    return store_.value(key, missing);
}

void Settings::set(const QString &key, const QVariant &value) {
    if (safe_) return;
    store_.setValue("version", kVersion);
    store_.setValue(key, value);
}

ThemeChoice Settings::theme() const {
    const auto name = value("theme").toString();
    return name == "light" ? ThemeChoice::Light : name == "dark" ? ThemeChoice::Dark : ThemeChoice::System;
}

void Settings::setTheme(ThemeChoice theme) {
    set("theme", theme == ThemeChoice::Light ? "light" : theme == ThemeChoice::Dark ? "dark" : "system");
}

QString Settings::language() const {
    return value("language").toString();
}

QStringList Settings::recent() const {
    auto paths = value("recent").toStringList();
    paths.removeIf([](const QString &path) { return !QFileInfo::exists(path); });
    return paths;
}

void Settings::addRecent(const QString &path) {
    auto paths = recent();
    paths.removeAll(path);
    paths.prepend(path);
    set("recent", QStringList(paths.mid(0, kRecent)));
}

void Settings::setWindow(const QByteArray &geometry, const QByteArray &docks) {
    set("window/geometry", geometry);
    set("window/docks", docks);
}

void Settings::setShortcut(const QString &action, const QString &keys) {
    set("shortcuts/" + action, keys);
}

}  // namespace moa::studio

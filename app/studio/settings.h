// What the window remembers between sessions, with its defaults, in one place.
#pragma once

#include <QByteArray>
#include <QSettings>
#include <QString>
#include <QStringList>

namespace moa::studio {

enum class ThemeChoice { System, Light, Dark };

class Settings {
public:
    // safe: the defaults, and nothing is written.
    explicit Settings(bool safe = false) : safe_(safe) {}

    [[nodiscard]] ThemeChoice theme() const;
    void setTheme(ThemeChoice theme);
    [[nodiscard]] QString language() const;  // en, de, zh; empty: the system's
    // Latest first, at most ten, those that still exist.
    [[nodiscard]] QStringList recent() const;
    void addRecent(const QString &path);
    [[nodiscard]] QString device() const { return value("device", "auto").toString(); }
    void setDevice(const QString &device) { set("device", device); }
    [[nodiscard]] QByteArray geometry() const { return value("window/geometry").toByteArray(); }
    [[nodiscard]] QByteArray docks() const { return value("window/docks").toByteArray(); }
    void setWindow(const QByteArray &geometry, const QByteArray &docks);
    // The user's shortcut of an action; empty: its default.
    [[nodiscard]] QString shortcut(const QString &action) const { return value("shortcuts/" + action).toString(); }
    void setShortcut(const QString &action, const QString &keys);

private:
    [[nodiscard]] QVariant value(const QString &key, const QVariant &missing = {}) const;
    void set(const QString &key, const QVariant &value);

    bool safe_;
    mutable QSettings store_;
};

}  // namespace moa::studio

// The real window, shown, for tests that drive it.
#pragma once

#include "app/studio/main_window.h"
#include "studio/studio_support.h"

namespace moa::test {

// A window that is shown, with settings of its own, and what its session told.
struct Shown {
    studio::Settings settings{true};
    std::unique_ptr<studio::MainWindow> window;
    bool solved = false;

    explicit Shown(studio::ThemeChoice theme = studio::ThemeChoice::Light) {
        studio::applyTheme(theme);
        window = std::make_unique<studio::MainWindow>(settings);
        QObject::connect(&window->session(), &studio::Session::solving, window.get(),
                         [this](bool on) { solved = !on; });
        window->resize(1440, 900);
        window->show();
    }
    [[nodiscard]] bool open(const std::filesystem::path &path) {
        window->open(QString::fromStdString(path.string()));
        return settled();
    }
    [[nodiscard]] bool settled() {
        return QTest::qWaitFor([this] { return solved && window->session().answer() != nullptr; }, kPatience);
    }
    template <class View>
    [[nodiscard]] View *view() const {
        return window->findChild<View *>();
    }
    [[nodiscard]] studio::Session &session() const { return window->session(); }
    [[nodiscard]] widgets::SelectionState selected() const { return window->session().selection()->state(); }
};

}  // namespace moa::test

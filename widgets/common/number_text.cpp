#include "widgets/common/number_text.h"

#include <QCoreApplication>
#include <QLocale>
#include <array>
#include <cmath>

namespace moa::widgets {

namespace {

// Gives the texts of this file a context for translators.
struct NumberTexts {
    Q_DECLARE_TR_FUNCTIONS(NumberText)
};

constexpr QChar kMinus(0x2212);

// "1.23e-5": as programs write it, without the zero that pads the exponent.
QString scientificText(double value) {
    const int exponent = static_cast<int>(std::floor(std::log10(value)));
    const QString digits = QLocale().toString(value / std::pow(10.0, exponent), 'f', 2);
    return QStringLiteral("%1e%2").arg(digits).arg(exponent);
}

QString magnitudeText(double value) {
    const QLocale locale;
    if (value == 0) return QStringLiteral("0");
    if (std::isinf(value)) return QString(QChar(0x221E));
    if (value < 9.995e-4 || value >= 1e9) return scientificText(value);
    // Rounded first: 9.996 has two digits before its point once it is written.
    const double rounded = value >= 1000 ? value : QString::number(value, 'g', 3).toDouble();
    const int before = rounded < 1 ? 0 : static_cast<int>(std::floor(std::log10(rounded))) + 1;
    if (before > 0) return locale.toString(rounded, 'f', std::max(0, 3 - before));
    const int zeros = -static_cast<int>(std::floor(std::log10(rounded))) - 1;
    return locale.toString(rounded, 'f', 3 + zeros);
}

}  // namespace

QString notMeasured() {
    return QString(QChar(0x2013));
}

QString numberText(double value) {
    if (std::isnan(value)) return notMeasured();
    return value < 0 ? kMinus + magnitudeText(-value) : magnitudeText(value);
}

QString deltaText(double value) {
    return value > 0 ? '+' + numberText(value) : numberText(value);
}

QString percentText(double share) {
    if (std::isnan(share)) return notMeasured();
    // A no-break space: the sign must not stand alone in the next line.
    return numberText(share * 100) + QChar(0xA0) + '%';
}

QString countText(std::int64_t count) {
    const QString digits = QLocale().toString(static_cast<qlonglong>(std::llabs(count)));
    return count < 0 ? kMinus + digits : digits;
}

QString tokenText(double tokens) {
    if (std::isnan(tokens)) return notMeasured();
    const double thousands = tokens / 1024;
    if (tokens >= 1024 && thousands * 2 == std::floor(thousands * 2))
        return QLocale().toString(thousands, 'f', thousands == std::floor(thousands) ? 0 : 1) + 'k';
    return countText(std::llround(tokens));
}

QString bytesText(double bytes) {
    if (std::isnan(bytes)) return notMeasured();
    constexpr std::array units{"B", "KiB", "MiB", "GiB", "TiB"};
    size_t unit = 0;
    while (std::abs(bytes) >= 1024 && unit + 1 < units.size()) {
        bytes /= 1024;
        ++unit;
    }
    return numberText(bytes) + QChar(0xA0) + QLatin1String(units[unit]);
}

QString durationText(double seconds) {
    if (std::isnan(seconds)) return notMeasured();
    if (seconds < 0.9995) return NumberTexts::tr("%1 ms").arg(numberText(seconds * 1000));
    if (seconds < 99.95) return NumberTexts::tr("%1 s").arg(numberText(seconds));
    const std::int64_t whole = std::llround(seconds);
    if (whole < 3600) return NumberTexts::tr("%1 min %2 s").arg(whole / 60).arg(whole % 60);
    return NumberTexts::tr("%1 h %2 min").arg(whole / 3600).arg(whole % 3600 / 60, 2, 10, QChar('0'));
}

}  // namespace moa::widgets

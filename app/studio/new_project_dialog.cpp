#include "app/studio/new_project_dialog.h"

#include <QDialogButtonBox>
#include <QDir>
#include <QFileDialog>
#include <QFileInfo>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QMenu>
#include <QStandardPaths>

#include "widgets/theme/theme.h"

namespace moa::studio {

NewProjectDialog::NewProjectDialog(const QString &model, QWidget *parent)
    : QDialog(parent),
      model_(new QLineEdit(model)),
      data_(new QPlainTextEdit),
      lengths_(new QLineEdit(QStringLiteral("1024, 2048, 4096"))),
      samples_(new QSpinBox),
      file_(new QLineEdit),
      fault_(new QLabel) {
    setWindowTitle(tr("New project"));
    setMinimumWidth(70 * widgets::kGrid);
    samples_->setRange(1, 10'000);
    samples_->setValue(engine::kDefaultSamples);
    data_->setFixedHeight(9 * widgets::kGrid);
    data_->setPlaceholderText(tr("One file a line: conversations as .jsonl, or plain text"));
    data_->setTabChangesFocus(true);
    const auto folder = QStandardPaths::writableLocation(QStandardPaths::DocumentsLocation);
    file_->setText(QDir(folder).filePath(QStringLiteral("project.moa")));
    fault_->setWordWrap(true);

    auto *browseData = new QPushButton(tr("Add…"));
    connect(browseData, &QPushButton::clicked, this, [this] {
        const auto files = QFileDialog::getOpenFileNames(this, tr("Calibration data"));
        for (const auto &file : files) data_->appendPlainText(file);
    });
    auto *dataRow = new QWidget;
    auto *dataLayout = new QHBoxLayout(dataRow);
    dataLayout->setContentsMargins(0, 0, 0, 0);
    dataLayout->addWidget(data_, 1);
    dataLayout->addWidget(browseData, 0, Qt::AlignTop);

    auto *form = new QFormLayout;
    form->addRow(tr("&Model"), modelRow());
    form->addRow(tr("&Data"), dataRow);
    form->addRow(tr("&Lengths"), lengths_);
    form->addRow(tr("&Samples per length"), samples_);
    form->addRow(tr("&Project file"), chooser(file_, tr("Where the project is kept"), [this] {
                     return QFileDialog::getSaveFileName(this, tr("Project file"), file_->text(),
                                                         tr("Projects (*.moa)"));
                 }));
    auto *buttons = new QDialogButtonBox(QDialogButtonBox::Cancel);
    create_ = buttons->addButton(tr("Profile"), QDialogButtonBox::AcceptRole);
    connect(buttons, &QDialogButtonBox::accepted, this, &QDialog::accept);
    connect(buttons, &QDialogButtonBox::rejected, this, &QDialog::reject);
    auto *column = new QVBoxLayout(this);
    column->addLayout(form);
    column->addWidget(fault_);
    column->addWidget(buttons);
    for (auto *line : {model_, lengths_, file_}) connect(line, &QLineEdit::textChanged, this, &NewProjectDialog::check);
    connect(data_, &QPlainTextEdit::textChanged, this, &NewProjectDialog::check);
    check();
}

// A dialog chooses either a folder or a file, never both.
QWidget *NewProjectDialog::modelRow() {
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *button = new QPushButton(tr("Browse…"));
    auto *menu = new QMenu(button);
    button->setMenu(menu);
    model_->setPlaceholderText(tr("Folder or .gguf file"));
    layout->addWidget(model_, 1);
    layout->addWidget(button);
    const auto take = [this](const QString &path) {
        if (!path.isEmpty()) model_->setText(path);
    };
    menu->addAction(tr("Folder with safetensors…"), this, [this, take] {
        take(QFileDialog::getExistingDirectory(this, tr("Folder of the model"), model_->text()));
    });
    menu->addAction(tr("GGUF file…"), this, [this, take] {
        take(QFileDialog::getOpenFileName(this, tr("File of the model"), model_->text(), tr("Models (*.gguf)")));
    });
    return row;
}

QWidget *NewProjectDialog::chooser(QLineEdit *line, const QString &title, const std::function<QString()> &browse) {
    auto *row = new QWidget;
    auto *layout = new QHBoxLayout(row);
    layout->setContentsMargins(0, 0, 0, 0);
    auto *button = new QPushButton(tr("Browse…"));
    line->setPlaceholderText(title);
    layout->addWidget(line, 1);
    layout->addWidget(button);
    connect(button, &QPushButton::clicked, this, [line, browse] {
        const auto path = browse();
        if (!path.isEmpty()) line->setText(path);
    });
    return row;
}

std::vector<int> NewProjectDialog::lengths() const {
    std::vector<int> lengths;
    for (const auto &part : lengths_->text().split(',')) {
        bool number = false;
        const int length = part.trimmed().toInt(&number);
        if (!number || length < 64) return {};
        lengths.push_back(length);
    }
    return lengths;
}

void NewProjectDialog::check() {
    QString fault;
    if (!QFileInfo::exists(model_->text()))
        fault = tr("Choose the model: a folder with safetensors, or a .gguf file.");
    else if (data_->toPlainText().trimmed().isEmpty())
        fault = tr("Add at least one file of conversations or text.");
    else if (lengths().empty())
        fault = tr("Lengths are whole numbers of 64 or more, such as 1024, 2048.");
    else if (QFileInfo::exists(file_->text()))
        fault = tr("There is a file of this name already: choose another.");
    fault_->setText(fault);
    create_->setEnabled(fault.isEmpty());
}

NewProject NewProjectDialog::request() const {
    NewProject request;
    request.file = file_->text().toStdString();
    if (request.file.extension() != ".moa") request.file += ".moa";
    request.calibrate.model = model_->text().toStdString();
    for (const auto &line : data_->toPlainText().split('\n', Qt::SkipEmptyParts))
        request.calibrate.data.emplace_back(line.trimmed().toStdString());
    request.calibrate.lengths = lengths();
    request.calibrate.samples = samples_->value();
    return request;
}

}  // namespace moa::studio

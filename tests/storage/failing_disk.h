// A disk that fails: SQLite's file layer with every opening, write, sync, cut and removal counted,
// and refused from the n-th on.
#pragma once

#include <sqlite3.h>

#include <cstddef>
#include <cstring>
#include <limits>

namespace moa::test {

// SQLite's default layer while it exists; files opened before it are not touched. One at a time.
class FailingDisk {
public:
    // The first `good` operations work; the next fails with `code`, and all after it when `forever`.
    FailingDisk(long good, int code, bool forever) : good_(good), code_(code), forever_(forever) {
        real_ = sqlite3_vfs_find(nullptr);
        vfs_ = *real_;
        vfs_.zName = "failing-disk";
        vfs_.pAppData = this;
        vfs_.szOsFile = static_cast<int>(sizeof(File)) + real_->szOsFile;
        vfs_.xOpen = open;
        vfs_.xDelete = remove;
        sqlite3_vfs_register(&vfs_, 1);
    }
    ~FailingDisk() { sqlite3_vfs_unregister(&vfs_); }
    FailingDisk(const FailingDisk &) = delete;
    FailingDisk &operator=(const FailingDisk &) = delete;

    [[nodiscard]] long operations() const noexcept { return operations_; }
    [[nodiscard]] bool failed() const noexcept { return operations_ > good_; }

private:
    struct File {
        sqlite3_file base;
        FailingDisk *disk;
        sqlite3_file *real;
    };

    // SQLITE_OK, or the error this operation is refused with.
    int next() {
        const long at = operations_++;
        return at == good_ || (forever_ && at > good_) ? code_ : SQLITE_OK;
    }

    static File *of(sqlite3_file *file) { return reinterpret_cast<File *>(file); }
    static sqlite3_file *real(sqlite3_file *file) { return of(file)->real; }
    static const sqlite3_io_methods *methods(sqlite3_file *file) { return real(file)->pMethods; }

    static int open(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *outFlags) {
        auto *disk = static_cast<FailingDisk *>(vfs->pAppData);
        auto *mine = of(file);
        mine->base.pMethods = nullptr;
        mine->disk = disk;
        mine->real = reinterpret_cast<sqlite3_file *>(mine + 1);
        std::memset(mine->real, 0, static_cast<std::size_t>(disk->real_->szOsFile));
        if (disk->next() != SQLITE_OK) return SQLITE_CANTOPEN;
        const int code = disk->real_->xOpen(disk->real_, name, mine->real, flags, outFlags);
        if (code == SQLITE_OK) mine->base.pMethods = &kMethods;
        return code;
    }
    static int remove(sqlite3_vfs *vfs, const char *name, int sync) {
        auto *disk = static_cast<FailingDisk *>(vfs->pAppData);
        const int code = disk->next();
        return code != SQLITE_OK ? code : disk->real_->xDelete(disk->real_, name, sync);
    }
    static int write(sqlite3_file *file, const void *data, int size, sqlite3_int64 at) {
        const int code = of(file)->disk->next();
        return code != SQLITE_OK ? code : methods(file)->xWrite(real(file), data, size, at);
    }
    static int truncate(sqlite3_file *file, sqlite3_int64 size) {
        const int code = of(file)->disk->next();
        return code != SQLITE_OK ? code : methods(file)->xTruncate(real(file), size);
    }
    static int sync(sqlite3_file *file, int flags) {
        const int code = of(file)->disk->next();
        return code != SQLITE_OK ? code : methods(file)->xSync(real(file), flags);
    }

    static constexpr sqlite3_io_methods kMethods = {
        1,  // no shared memory: projects are opened by one process
        [](sqlite3_file *f) { return methods(f)->xClose(real(f)); },
        [](sqlite3_file *f, void *data, int size, sqlite3_int64 at) {
            return methods(f)->xRead(real(f), data, size, at);
        },
        write,
        truncate,
        sync,
        [](sqlite3_file *f, sqlite3_int64 *size) { return methods(f)->xFileSize(real(f), size); },
        [](sqlite3_file *f, int lock) { return methods(f)->xLock(real(f), lock); },
        [](sqlite3_file *f, int lock) { return methods(f)->xUnlock(real(f), lock); },
        [](sqlite3_file *f, int *out) { return methods(f)->xCheckReservedLock(real(f), out); },
        [](sqlite3_file *f, int op, void *arg) { return methods(f)->xFileControl(real(f), op, arg); },
        [](sqlite3_file *f) { return methods(f)->xSectorSize(real(f)); },
        [](sqlite3_file *f) { return methods(f)->xDeviceCharacteristics(real(f)); },
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        nullptr,
        nullptr};

    sqlite3_vfs *real_ = nullptr;
    sqlite3_vfs vfs_ = {};
    long good_;
    int code_;
    bool forever_;
    long operations_ = 0;
};

}  // namespace moa::test

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#else
    import Darwin
#endif

/// A folder that only one process writes into. The system lets go of it when the process ends, however it ends.
public struct FolderLock: ~Copyable {
    private let descriptor: Descriptor

    /// Makes the folder if it is not there.
    ///
    /// - Throws: ``FileError/cannotWrite(path:reason:)``, also where another process has it.
    public init(_ folder: String) throws(FileError) {
        guard AtomicFile.makeFolders(folder), let descriptor = Descriptor(folder, O_RDONLY | O_DIRECTORY) else {
            throw .cannotWrite(path: folder, reason: systemReason)
        }
        if flock(descriptor.number, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK {
            throw .cannotWrite(path: folder, reason: "another convscope is writing into this folder")
        }
        // File systems without locks have to do without.
        self.descriptor = descriptor
    }
}

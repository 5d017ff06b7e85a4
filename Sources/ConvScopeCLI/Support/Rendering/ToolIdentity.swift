import ArgumentParser
import Files
import Training

#if canImport(Darwin)
    import Darwin
#endif

/// Which program it is that draws: another build may draw otherwise.
enum ToolIdentity {
    /// The version, and the stamp of the executable.
    static var text: String {
        let stamp = executable.flatMap { FileStamp(of: $0) }?.text ?? "unknown"
        return "convscope \(ConvScopeCommand.configuration.version) \(stamp)"
    }

    /// Stands for what decides what comes out, files apart: the tool and a description.
    static func key(of recipe: String, tool: String = text) -> String {
        var fingerprint = Fingerprint()
        for part in [tool, recipe] { fingerprint.add(part) }
        return fingerprint.text
    }

    private static var executable: String? {
        #if canImport(Darwin)
            var size: UInt32 = 0
            _NSGetExecutablePath(nil, &size)
            var bytes = [CChar](repeating: 0, count: Int(size))
            guard _NSGetExecutablePath(&bytes, &size) == 0 else { return nil }
            return String(decoding: bytes.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
        #else
            return "/proc/self/exe"
        #endif
    }
}

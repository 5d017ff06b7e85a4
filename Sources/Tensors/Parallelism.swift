
public enum Parallelism { public static let processorCount = 2; @TaskLocal public static var threadCount = 2 }

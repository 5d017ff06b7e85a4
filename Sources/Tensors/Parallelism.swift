import ConvolutionKernels
import Dispatch

/// How many threads the work of one call is split over. Results are the same to the last bit whatever the number.
public enum Parallelism {
    /// The processors that this process may run on.
    public static let processorCount = Int(ck_processor_count())

    /// The threads of one call; a caller that itself runs on all processors sets 1.
    @TaskLocal public static var threadCount = processorCount

    /// Below this many multiplications a thread costs more than it brings.
    private static let leastWork = 20_000

    /// Calls `body` with ranges that together make `0..<count`, side by side where `work` multiplications are worth it.
    package static func split(_ count: Int, work: Double, _ body: (Range<Int>) -> Void) {
        let worthwhile = Int(min(work / Double(leastWork), Double(threadCount)))
        let parts = max(1, min(count, worthwhile))
        guard parts > 1 else { return body(0..<count) }
        withoutActuallyEscaping(body) { body in
            let loop = Loop(count: count, parts: parts, body: body)
            let isDone = withUnsafePointer(to: loop) { pointer in
                ck_share(
                    Int32(parts), Int32(parts),
                    { context, part in context.assumingMemoryBound(to: Loop.self).pointee.run(Int(part)) },
                    UnsafeMutableRawPointer(mutating: pointer))
            }
            // Another caller has our threads; the system has more.
            if !isDone { DispatchQueue.concurrentPerform(iterations: parts, execute: loop.run) }
        }
    }

    /// Bodies share what they read, and write parts of the output that do not meet.
    private struct Loop: @unchecked Sendable {
        let count: Int
        let parts: Int
        let body: (Range<Int>) -> Void

        @Sendable func run(_ part: Int) {
            body(count * part / parts..<count * (part + 1) / parts)
        }
    }
}

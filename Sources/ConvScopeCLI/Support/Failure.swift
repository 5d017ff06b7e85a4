import ArgumentParser
import CairoRendering
import Figures
import Files
import Tensors

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What went wrong, in a line or two, and the status that the process ends with.
struct Failure: Error {
    let message: String
    let status: Int32

    /// The statuses of CONTRACT and sysexits.h.
    static let usage: Int32 = 64
    static let badData: Int32 = 65
    static let noInput: Int32 = 66
    static let cannotWrite: Int32 = 73

    static func usage(_ message: String) -> Failure {
        Failure(message: message, status: usage)
    }

    /// The one place that says which error ends with which status.
    init(_ error: any Error, in place: String? = nil) {
        let prefix = place.map { "\($0): " } ?? ""
        switch error {
        case let failure as Failure:
            self = failure
        case let error as FileError:
            message = error.description
            status =
                switch error.category {
                case .badData: Self.badData
                case .noInput: Self.noInput
                case .cannotWrite: Self.cannotWrite
                }
        case let error as ParameterError:
            (message, status) = (prefix + (error.option == nil ? "" : "--") + error.description, Self.usage)
        case let error as NetworkSourceError:
            (message, status) = (prefix + error.description, error.isUsage ? Self.usage : Self.badData)
        case let error as FilterError:
            (message, status) = (prefix + error.description, Self.usage)
        case let error as ShapeError:
            (message, status) = (prefix + error.description, error.isOfOptions ? Self.usage : Self.badData)
        case let error as FigureError:
            (message, status) = (prefix + error.description, Self.badData)
        case let error as RenderingError:
            (message, status) = (prefix + error.description, Self.badData)
        default:
            (message, status) = (prefix + "\(error)", Self.badData)
        }
    }

    /// What is wrong with a figure that a file describes: there, wrong usage is wrong data.
    init(_ error: any Error, inFile place: String) {
        let failure = Failure(error)
        let words = (error as? ParameterError)?.description ?? failure.message
        (message, status) = (
            "\(place): \(words)", failure.status == Self.usage ? Self.badData : failure.status
        )
    }

    init(message: String, status: Int32) {
        (self.message, self.status) = (message, status)
    }
}

extension NetworkSourceError {
    fileprivate var isUsage: Bool {
        switch self {
        case .unknown, .notAShape: true
        case .chain: false
        }
    }
}

extension ShapeError {
    /// Whether options are wrong by themselves, whatever they are applied to.
    fileprivate var isOfOptions: Bool {
        switch self {
        case .notPositive, .tooLarge, .negativePadding, .countPerAxis: true
        case .impossibleSizes, .tooManyElements, .windowDoesNotFit, .rankMismatch, .unsupportedAxes, .emptyAxis,
            .channelMismatch, .groupsDoNotDivide, .biasMismatch, .outputPaddingTooLarge, .paddingCropsEverything,
            .matricesDoNotMatch:
            false
        }
    }
}

extension Failure {
    static func exit(_ status: Int32) -> Never {
        #if canImport(Glibc)
            Glibc.exit(status)
        #else
            Darwin.exit(status)
        #endif
    }
}

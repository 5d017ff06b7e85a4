public import Tensors

/// Where the samples of an experiment come from, and what is to be learned from them.
public struct DataSource: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        /// Arrays of an `.npz` archive; found by the names that people give them unless these are given.
        case archive(path: String, images: String?, labels: String?)
        /// `.npy` or IDX files, each perhaps packed with gzip.
        case files(images: String, labels: String?)
        /// A folder of pictures for each class.
        case folder(String)
        /// Crops of photos, and what filters make of them.
        case pairs(photos: [String], filters: [Filter])
        /// Crops of photos; with their contrast normalised or not.
        case patches(photos: [String], isNormalized: Bool)
        /// Drawn by seed.
        case shapes([SyntheticShapes.Kind], noise: Float)
    }

    /// What is to be learned of a sample.
    public enum Goal: String, CaseIterable, Sendable {
        /// Its class: the label, the folder or the kind of shape.
        case classes
        /// What stands beside it: an array as good as the network's output.
        case values
        /// The sample itself, as autoencoders do.
        case itself
        /// Which photo a patch comes from.
        case photo
        /// How far a patch is turned: 0°, 90°, 180° or 270°. Source: Gidaris et al., 2018.
        case rotation

        /// Whether samples are told apart, rather than turned into values.
        public var isClass: Bool {
            switch self {
            case .classes, .photo, .rotation: true
            case .values, .itself: false
            }
        }
    }

    public var kind: Kind
    public var goal: Goal
    /// Height and width of a sample; the network's unless given.
    public var size: [Int]?
    /// How many samples are made; of files, the first ones, in a folder of each class.
    public var count: Int?
    /// Of what is drawn: places of crops, shapes, and which samples are held out.
    public var seed: UInt64 = 0
    /// Nothing said: the test arrays of an archive that has some, else a fifth.
    public var heldOut: HeldOut?
    /// Held-out samples in files of their own.
    public var heldOutFiles: HeldOutFiles?
    /// The value that stands for white; found from the greatest one unless given.
    public var range: Float?
    /// What the classes are called.
    public var classNames: [String]?

    public struct HeldOutFiles: Hashable, Sendable {
        public var images: String
        public var labels: String?

        public init(images: String, labels: String?) { (self.images, self.labels) = (images, labels) }
    }

    public static let defaultShare = 0.2
    public static let defaultCount = 1000

    public init(_ kind: Kind, goal: Goal) { (self.kind, self.goal) = (kind, goal) }
}

extension DataSource.Kind {
    /// What can be learned of such samples; the first unless something else is asked for.
    public var goals: [DataSource.Goal] {
        switch self {
        case .archive, .files: [.classes, .values, .itself]
        case .folder, .shapes: [.classes, .itself]
        case .pairs: [.values]
        case .patches: [.itself, .photo, .rotation]
        }
    }
}

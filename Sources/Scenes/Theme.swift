/// The looks of a figure: colours by what things are, not by where they stand.
public struct Theme: Hashable, Sendable {
    public var name: String
    public var page: Color
    /// Text that must be read first, and text that recedes.
    public var ink: Color
    public var mutedInk: Color
    /// Thin lines that only separate.
    public var rule: Color
    /// One colour a role, from Okabe and Ito's palette where colour can be seen.
    public var accents: [Role: Color]
    /// Blends an accent into the page: what areas are filled with.
    public var tint: Double
    /// For values on both sides of zero.
    public var diverging: ColorMap
    /// For values from zero up.
    public var sequential: ColorMap
    /// Tells roles apart by hatches as well as by colour.
    public var usesHatches: Bool

    /// What a thing is; the same role has the same colour on every figure.
    public enum Role: String, Hashable, Sendable, CaseIterable {
        case input, kernel, output, pooling, dense, normalisation, activation
    }

    public init(
        name: String, page: Color, ink: Color, mutedInk: Color, rule: Color, accents: [Role: Color], tint: Double,
        diverging: ColorMap, sequential: ColorMap, usesHatches: Bool
    ) {
        (self.name, self.page, self.ink, self.mutedInk, self.rule) = (name, page, ink, mutedInk, rule)
        (self.accents, self.tint, self.diverging, self.sequential) = (accents, tint, diverging, sequential)
        self.usesHatches = usesHatches
    }

    public func accent(_ role: Role) -> Color {
        accents[role] ?? ink
    }

    /// The outline of a thing: its accent, dark (or bright) enough to stand on the page.
    public func outline(_ role: Role) -> Stroke {
        Stroke(emphasised(role), width: 1.5, join: .round)
    }

    /// The accent moved towards the ink until a line in it stands out from the page (3:1).
    public func emphasised(_ role: Role) -> Color {
        var color = accent(role)
        for step in 1...10 where color.contrast(with: page) < 3 {
            color = accent(role).mixed(with: ink, Double(step) / 10)
        }
        return color
    }

    /// What an area of this role is filled with: its accent, blended into the page.
    public func fill(_ role: Role) -> Paint {
        let ground = page.mixed(with: accent(role), tint)
        guard usesHatches, let hatch = role.hatch else { return .solid(ground) }
        return .hatch(hatch, line: page.mixed(with: ink, 0.28), ground: ground)
    }

    /// Muted ink, moved towards the ink until it is read on `ground`.
    public func mutedInk(on ground: Color) -> Color {
        (0...10).lazy.map { mutedInk.mixed(with: ink, Double($0) / 10) }.first { $0.contrast(with: ground) >= 4.6 }
            ?? ink
    }

    /// Ink or page colour, whichever is read better on `ground`.
    public func label(on ground: Color) -> Color {
        [ink, page, .black, .white].first { $0.contrast(with: ground) >= 4.5 }
            ?? [.black, .white].max { $0.contrast(with: ground) < $1.contrast(with: ground) } ?? ink
    }
}

extension Theme.Role {
    fileprivate var hatch: Paint.Hatch? {
        switch self {
        case .input, .dense: nil
        case .kernel: .rising
        case .output: .falling
        case .pooling: .crossed
        case .normalisation: .dotted
        case .activation: .vertical
        }
    }
}

extension Theme {
    public static let builtIn: [Theme] = [.light, .dark, .print]

    public static let light = Theme(
        name: "light", page: .white, ink: Color(0x1B1F24), mutedInk: Color(0x5F6873), rule: Color(0xB4BBC4),
        accents: okabeIto, tint: 0.22,
        diverging: ColorMap(
            "blue-white-vermillion",
            [
                Color(0x004B7A), Color(0x2E86C0), Color(0xF4F4F2), Color(0xE07B39), Color(0x9E3F00),
            ]),
        sequential: ColorMap(
            "white-blue",
            [
                Color(0xF4F4F2), Color(0xB5D4E9), Color(0x5FA5D3), Color(0x1C6CA8), Color(0x0A2F57),
            ]),
        usesHatches: false)

    public static let dark = Theme(
        name: "dark", page: Color(0x14181D), ink: Color(0xEDF0F3), mutedInk: Color(0xA3ADB8), rule: Color(0x4A535E),
        accents: [
            .input: Color(0x56B4E9), .kernel: Color(0xE69F00), .output: Color(0x2DBE94), .pooling: Color(0xD994BC),
            .dense: Color(0x9AAABA), .normalisation: Color(0xD9B93F), .activation: Color(0xEE7733),
        ],
        tint: 0.30,
        diverging: ColorMap(
            "blue-black-orange",
            [
                Color(0x9AD4FA), Color(0x3A93CF), Color(0x1E242B), Color(0xD9722E), Color(0xFFC08A),
            ]),
        sequential: ColorMap(
            "black-blue",
            [
                Color(0x1E242B), Color(0x1D4F7C), Color(0x2F86C1), Color(0x74BDEA), Color(0xE6F4FD),
            ]),
        usesHatches: false)

    public static let print = Theme(
        name: "print", page: .white, ink: .black, mutedInk: Color(0x4D4D4D), rule: Color(0xA6A6A6),
        accents: [
            .input: Color(0xB3B3B3), .kernel: Color(0x333333), .output: Color(0x666666), .pooling: Color(0x8C8C8C),
            .dense: Color(0x595959), .normalisation: Color(0x999999), .activation: Color(0x1A1A1A),
        ],
        tint: 0.16,
        diverging: ColorMap("black-grey-white", [Color(0x000000), Color(0x808080), Color(0xFFFFFF)]),
        sequential: ColorMap("white-black", [Color(0xFFFFFF), Color(0x000000)]),
        usesHatches: true)

    /// Source: Okabe and Ito, *Color universal design*, 2008.
    private static let okabeIto: [Role: Color] = [
        .input: Color(0x0072B2), .kernel: Color(0xE69F00), .output: Color(0x009E73), .pooling: Color(0xCC79A7),
        .dense: Color(0x5B6B7B), .normalisation: Color(0xC9A227), .activation: Color(0xD55E00),
    ]
}

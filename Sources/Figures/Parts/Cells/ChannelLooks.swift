import Scenes

extension Theme {
    /// What tells channels apart; after the last the first comes again, so numbers must say it too.
    private static let channelRoles: [Role] = [
        .input, .kernel, .output, .pooling, .activation, .dense, .normalisation,
    ]

    func channelRole(_ channel: Int) -> Role { Self.channelRoles[channel % Self.channelRoles.count] }

    /// The fill of a numbered cell of a channel.
    func channelFill(_ channel: Int, isBright: Bool = false) -> Paint? {
        cellFill(channelRole(channel), isBright ? .strong : .usual, isNumbered: true)
    }

    func channelInk(_ channel: Int, isBright: Bool = false) -> Color {
        cellInk(channelRole(channel), isBright ? .strong : .usual)
    }
}

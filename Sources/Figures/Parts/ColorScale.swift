/// Whether maps share one colour scale, so that they can be compared.
public enum ColorScale: String, ParameterChoice, Sendable {
    case each, shared
}

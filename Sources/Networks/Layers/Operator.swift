/// What no layer kind stands for: an operator of ONNX, under its own name. It is run and drawn, not taught.
///
/// Its output was found where the graph was read, since it can depend on values that only the file has.
public struct Operator: LayerKind {
    /// ONNX's name: `ReduceMean`.
    public let name: String
    /// What matters of its attributes, in words: `axes 2, 3`.
    public let details: String
    public let output: FeatureShape
    /// How many values its constants have that training can change.
    public let parameterCount: Int
    public let multiplyAccumulateCount: Int
    public let field: FieldRule

    public init(
        _ name: String, details: String = "", output: FeatureShape, parameterCount: Int = 0,
        multiplyAccumulateCount: Int = 0, field: FieldRule = .meaningless
    ) {
        (self.name, self.details, self.output, self.field) = (name, details, output, field)
        (self.parameterCount, self.multiplyAccumulateCount) = (parameterCount, multiplyAccumulateCount)
    }

    /// None: files other than ONNX's have no words for it.
    public var options: [String: OptionValue] { [:] }

    public func inferred(from input: LayerInput) throws(LayerProblem) -> Inference {
        var inference = Inference(output)
        if parameterCount > 0 {
            inference.parameters = ParameterSet(
                tensors: [],
                count: Derivation(
                    .parameters, .value(Quantity(parameterCount)), remark: "the values of its constants in the file"))
        }
        if multiplyAccumulateCount > 0 {
            inference.multiplyAccumulates = Derivation(
                .multiplyAccumulates, .value(Quantity(multiplyAccumulateCount)),
                remark: "one for each value of the matrix product and each value summed")
        }
        inference.field = field
        return inference
    }
}

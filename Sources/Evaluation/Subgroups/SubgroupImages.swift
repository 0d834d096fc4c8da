/// The predictions and units of all images, from which the comparisons of a subgroup follow.
struct SubgroupImages {
    let predictions: WeightedPredictions
    /// The patient of each image, otherwise a number of its own, `[N]`.
    let units: [Int]

    /// The number of patients, or images.
    func units(of images: [Int]) -> Int { Set(images.map { units[$0] }).count }

    /// The number of images of each class, `[K]`.
    func counts(_ images: [Int]) -> [Int] {
        images.reduce(into: [Int](repeating: 0, count: predictions.classes)) {
            $0[predictions.labels[$1]] += 1
        }
    }

    /// The class of all images; nil if there are several or no images.
    func onlyClass(_ images: [Int]) -> Int? {
        guard let first = images.first.map({ predictions.labels[$0] }),
            images.allSatisfy({ predictions.labels[$0] == first })
        else { return nil }
        return first
    }

    private func images(of column: Int, in images: [Int]) -> [Int] {
        images.filter { predictions.labels[$0] == column }
    }

    /// The metrics of a subgroup that have enough images, each with the images of the rest.
    /// - Parameters:
    ///   - own: the images of the subgroup, sorted.
    ///   - rest: the other images whose value is known, sorted.
    func comparisons(_ own: [Int], _ rest: [Int]) -> [SubgroupComparison] {
        if let column = onlyClass(own) { return within(column, own, rest) }
        let everyClass = { (images: [Int]) in
            (0..<predictions.classes).allSatisfy { column in
                units(of: self.images(of: column, in: images)) >= Subgroups.minimumOfClass
            }
        }
        let ofAll = { (images: [Int]) in units(of: images) >= Subgroups.minimumOfAll }
        let isDiagnostic = predictions.isBinary && predictions.positive != nil
        var list: [SubgroupComparison] = []
        func add(
            _ name: String, _ measure: SubgroupMeasure, _ own: [Int], _ rest: [Int],
            tested: Bool, _ isEnough: ([Int]) -> Bool
        ) {
            guard isEnough(own) else { return }
            list.append(
                SubgroupComparison(
                    name: name, measure: measure, own: own, others: isEnough(rest) ? rest : nil,
                    isTested: tested))
        }
        add("accuracy", .accuracy, own, rest, tested: false, ofAll)
        add("balanced_accuracy", .balancedAccuracy, own, rest, tested: !isDiagnostic, everyClass)
        if isDiagnostic, let positive = predictions.positive {
            for (name, column) in [("sensitivity", positive), ("specificity", 1 - positive)] {
                add(
                    name, .recall(column), images(of: column, in: own),
                    images(of: column, in: rest), tested: true
                ) { units(of: $0) >= Subgroups.minimumOfClass }
            }
        }
        add("auroc", .areaUnderROC, own, rest, tested: true, everyClass)
        if units(of: own) >= Subgroups.minimumForCalibration {
            list.append(
                SubgroupComparison(
                    name: "ece", measure: .calibrationError, own: own, others: nil,
                    isTested: false))
        }
        return list
    }

    /// The metrics of a subgroup whose images all have one class: they are compared with the other
    /// images of the class, and either with all images of other classes, also those of unknown
    /// value.
    private func within(_ column: Int, _ own: [Int], _ rest: [Int]) -> [SubgroupComparison] {
        guard units(of: own) >= Subgroups.minimumOfClass else { return [] }
        let rest = images(of: column, in: rest)
        let hasRest = units(of: rest) >= Subgroups.minimumOfClass
        let isNegative = predictions.isBinary && predictions.positive == 1 - column
        var list = [
            SubgroupComparison(
                name: isNegative ? "specificity" : "sensitivity", measure: .recall(column),
                own: own, others: hasRest ? rest : nil, isTested: true)
        ]
        let opposite = predictions.labels.indices.filter { predictions.labels[$0] != column }
        if units(of: opposite) >= Subgroups.minimumOfClass {
            list.append(
                SubgroupComparison(
                    name: "auroc", measure: .areaOfClass(column), own: (own + opposite).sorted(),
                    others: hasRest ? (rest + opposite).sorted() : nil, isTested: true))
        }
        return list
    }
}

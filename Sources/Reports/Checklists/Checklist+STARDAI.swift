import Markup

extension Checklist {
    /// STARD-AI of 2025, with 40 items in 48 parts.
    static let stardAI = Checklist(
        name: "stard-ai", title: "STARD-AI",
        scope:
            "STARD-AI (2025) is for articles on the diagnostic accuracy of an AI, the index test. It has 40 items, here counted by their 48 parts.",
        citation:
            "Sounderajah V, Guni A, Liu X, et al. The STARD-AI reporting guideline for diagnostic accuracy studies using artificial intelligence. Nature Medicine 2025;31:3283-3289.",
        doi: "10.1038/s41591-025-03953-8",
        sections: [
            Section("Title, abstract and introduction", stardOpening),
            Section("Methods: design, participants and data", stardData),
            Section("Methods: tests", stardTests),
            Section("Methods: analysis", stardAnalysis),
            Section("Results", stardResults),
            Section("Discussion and other information", stardClosing),
        ])

    private static let stardOpening = [
        ChecklistItem(
            "1", "Title or abstract: diagnostic accuracy of an AI, with a measure",
            open: "A title or abstract that names the AI, diagnostic accuracy and a measure of it."),
        ChecklistItem("2", "Abstract", open: "The abstract."),
        ChecklistItem(
            "3", "Background and intended use of the index test",
            open: "The background, the intended use, and the place in the clinical workflow."),
        ChecklistItem("4", "Objectives and hypotheses") {
            $0.goal + .open("The hypotheses, if any.")
        },
    ]

    private static let stardData = [
        ChecklistItem(
            "5", "Prospective or retrospective",
            open: "Whether data were collected before or after the tests were planned."),
        ChecklistItem(
            "6", "Ethical approval", open: "The ethics committee, or why none was needed."),
        ChecklistItem(
            "7", "Eligibility of participants and of data",
            open: "The criteria for patients and for images, in the order of their use."),
        ChecklistItem(
            "8", "How participants were identified",
            open: "On what basis patients were identified, such as symptoms or a registry."),
        ChecklistItem(
            "9", "Where and when participants were identified",
            open: "The setting, the places and the dates."),
        ChecklistItem(
            "10", "Consecutive, random or convenience series",
            open: "Whether patients are a consecutive, random or convenience series."),
        ChecklistItem("11", "Source of the data", \.source),
        ChecklistItem(
            "12", "Annotation of the data",
            open: "Who annotated the images, with which experience, and how."),
        ChecklistItem("13", "Devices and software") {
            $0.software
                + .open("Manufacturer and model of the devices that acquired the images.")
        },
        ChecklistItem("14", "Acquisition and preparation") {
            $0.preprocessing + .open("The protocol by which the images were acquired.")
        },
    ]

    private static let stardTests = [
        ChecklistItem("15a", "The index test, so that it can be repeated") {
            $0.network + $0.predictionMethod
        },
        ChecklistItem("15b", "Development of the index test") {
            $0.partition + $0.counts + $0.initialization + $0.training + $0.selection
        },
        ChecklistItem("15c", "Cut-offs of the index test", \.decisions),
        ChecklistItem(
            "15d", "Users of the index test", open: "The users, and the expertise that they need."),
        ChecklistItem(
            "16a", "The reference standard, so that it can be repeated",
            open: "The reference standard in detail."),
        ChecklistItem(
            "16b", "Why this reference standard", open: "The reason for this reference standard."),
        ChecklistItem(
            "16c", "Cut-offs of the reference standard",
            open: "The categories of the reference standard, and whether they were fixed before."),
        ChecklistItem("17a", "Information available to the index test", \.blinding),
        ChecklistItem(
            "17b", "Information available to assessors of the reference standard",
            open:
                "Whether assessors of the reference standard knew clinical data or the AI's result."
        ),
    ]

    private static let stardAnalysis = [
        ChecklistItem("18", "Methods for measures of accuracy") { $0.metrics + $0.uncertainty },
        ChecklistItem("19", "Indeterminate results") {
            $0.indeterminate
                + .open("How indeterminate results of the reference standard were handled.")
        },
        ChecklistItem("20", "Missing data") {
            $0.exclusions + .open("Missing results of the reference standard.")
        },
        ChecklistItem("21", "Variability of accuracy") {
            $0.sensitivityAnalysis + .open("Which analyses were planned before.")
        },
        ChecklistItem(
            "22", "Intended sample size",
            open: "The intended number of patients, and how it was determined."),
        ChecklistItem("23", "Analysis of errors, bias and fairness") {
            $0.errors + $0.subgroups
        },
    ]

    private static let stardResults = [
        ChecklistItem("24", "Flow of participants") {
            $0.counts + .open("A diagram of the flow of patients.")
        },
        ChecklistItem("25", "Characteristics of training, validation and test sets") {
            $0.prevalence
                + .open("Demographic, clinical and technical characteristics of each set.")
        },
        ChecklistItem(
            "26a", "Severity of the disease", open: "The severity in patients with the condition."),
        ChecklistItem(
            "26b", "Alternative diagnoses", open: "The diagnoses of patients without the condition."
        ),
        ChecklistItem(
            "27", "Time between the tests",
            open: "The time, and any treatment, between image and reference standard."),
        ChecklistItem("28", "Whether the data represent the intended population") {
            $0.prevalence + .open("Whether these fractions are those of the intended population.")
        },
        ChecklistItem("29", "Differences of an external evaluation", \.differencesOfData),
        ChecklistItem("30", "Cross tabulation with the reference standard", \.crossTabulation),
        ChecklistItem("31", "Estimates of accuracy and their precision", \.diagnosticAccuracy),
        ChecklistItem(
            "32", "Adverse events", open: "Adverse events of the tests, or that there were none."),
    ]

    private static let stardClosing = [
        ChecklistItem("33", "Limitations", \.limitations),
        ChecklistItem(
            "34", "Implications for practice", open: "What the results mean for practice."),
        ChecklistItem(
            "35", "Ethics and fairness of use",
            open: "Ethical questions of using the AI, and fairness."),
        ChecklistItem("36", "Registration", open: "Registry and number, or that there is none."),
        ChecklistItem("37", "Protocol", open: "Where the protocol can be read."),
        ChecklistItem("38", "Funding", open: "Sources of funding and the role of the funders."),
        ChecklistItem("39", "Commercial interests", open: "Commercial interests, if any."),
        ChecklistItem("40a", "Availability of data and code", \.availability),
        ChecklistItem("40b", "Stored outputs that can be checked", \.storedOutputs),
    ]
}

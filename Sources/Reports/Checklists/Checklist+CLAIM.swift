import Markup

extension Checklist {
    /// The Checklist for Artificial Intelligence in Medical Imaging, update of 2024, with 44 items.
    static let claim = Checklist(
        name: "claim", title: "CLAIM 2024",
        scope:
            "The Checklist for Artificial Intelligence in Medical Imaging (CLAIM), update of 2024, is for articles on AI in medical imaging and has 44 items.",
        citation:
            "Tejani AS, Klontzas ME, Gatti AA, et al. Checklist for Artificial Intelligence in Medical Imaging (CLAIM): 2024 Update. Radiology: Artificial Intelligence 2024;6(4):e240300.",
        doi: "10.1148/ryai.240300",
        sections: [
            Section("Title, abstract and introduction", claimOpening),
            Section("Methods: study design and data", claimData),
            Section("Methods: reference standard", claimReference),
            Section("Methods: partitions, model and training", claimModel),
            Section("Methods: evaluation", claimEvaluation),
            Section("Results", claimResults),
            Section("Discussion and other information", claimClosing),
        ])

    private static let claimOpening = [
        ChecklistItem(
            "1", "The title or abstract names AI, and the kind of it",
            open: "A title or abstract that names the kind of AI, such as deep learning."),
        ChecklistItem(
            "2", "Summary of design, methods, results and conclusions", open: "The abstract."),
        ChecklistItem(
            "3", "Background, intended use and role of the AI",
            open: "The clinical background, the intended use and the role of the AI."),
        ChecklistItem("4", "Aims and hypotheses") { $0.goal + .open("The hypotheses, if any.") },
    ]

    private static let claimData = [
        ChecklistItem(
            "5", "Prospective or retrospective",
            open: "Whether the study is prospective or retrospective."),
        ChecklistItem("6", "Goal of the study") { $0.goal + .open("The clinical goal.") },
        ChecklistItem("7", "Sources of the data", \.source),
        ChecklistItem(
            "8", "Inclusion and exclusion criteria",
            open: "The criteria by which patients and images were included and excluded."),
        ChecklistItem("9", "Preparation of the data", \.preprocessing),
        ChecklistItem("10", "Selection of subsets", \.subset),
        ChecklistItem(
            "11", "Removal of identifying information",
            open: "How identifying information was removed from files and pixels."),
        ChecklistItem("12", "Missing data") {
            $0.exclusions + .open("Images or labels that were missing before.")
        },
        ChecklistItem(
            "13", "Protocol of image acquisition",
            open: "Devices, projections and settings by which the images were acquired."),
    ]

    private static let claimReference = [
        ChecklistItem(
            "14", "How the reference standard was obtained", open: "How the labels were obtained."),
        ChecklistItem(
            "15", "Why this reference standard", open: "The reason for this reference standard."),
        ChecklistItem(
            "16", "Source of the annotations",
            open: "Who annotated the images, with qualification and training."),
        ChecklistItem(
            "17", "Annotation of the test set",
            open: "How the test images were annotated, and with which tools."),
        ChecklistItem(
            "18", "Agreement of annotators",
            open: "How much annotators agree, and how disagreements were resolved."),
    ]

    private static let claimModel = [
        ChecklistItem("19", "Assignment to partitions") { $0.partition + $0.counts },
        ChecklistItem("20", "Level at which partitions are disjoint", \.disjointness),
        ChecklistItem(
            "21", "Intended sample size of the test set",
            open: "The intended number of test images, and how it was determined."),
        ChecklistItem("22", "Description of the model", \.network),
        ChecklistItem("23", "Software", \.software),
        ChecklistItem("24", "Initial values of the parameters", \.initialization),
        ChecklistItem("25", "Training", \.training),
        ChecklistItem("26", "Selection of the final model", \.selection),
        ChecklistItem("27", "Ensembles", \.ensembles),
    ]

    private static let claimEvaluation = [
        ChecklistItem("28", "Metrics of performance", \.metrics),
        ChecklistItem("29", "Significance and uncertainty", \.uncertainty),
        ChecklistItem("30", "Robustness or sensitivity", \.sensitivityAnalysis),
        ChecklistItem("31", "Explanation of results", \.explainability),
        ChecklistItem("32", "Evaluation on internal data", \.performance),
        ChecklistItem("33", "Testing on external data", \.externalTesting),
        ChecklistItem(
            "34", "Registration of a clinical trial",
            open: "The registration, if this is a clinical trial."),
    ]

    private static let claimResults = [
        ChecklistItem("35", "Numbers included and excluded") {
            $0.counts + $0.exclusions
                + .open("The numbers before this folder was made, with reasons; a flow diagram.")
        },
        ChecklistItem("36", "Characteristics of each partition") {
            $0.prevalence
                + .open("Age, sex and clinical characteristics of the patients of each partition.")
        },
        ChecklistItem("37", "Performance and its uncertainty") {
            $0.diagnosticAccuracy + $0.calibration + $0.subgroups
        },
        ChecklistItem("38", "Diagnostic accuracy and its precision", \.diagnosticAccuracy),
        ChecklistItem("39", "Analysis of incorrect results") { $0.crossTabulation + $0.errors },
    ]

    private static let claimClosing = [
        ChecklistItem("40", "Limitations", \.limitations),
        ChecklistItem(
            "41", "Implications for practice",
            open: "What the results mean for practice, and the role of the AI."),
        ChecklistItem("42", "Protocol or further technical details") {
            $0.reproducibility + .open("The study protocol, if there is one.")
        },
        ChecklistItem("43", "Availability of software, model and data", \.availability),
        ChecklistItem("44", "Funding", open: "Sources of funding and the role of the funders."),
    ]
}

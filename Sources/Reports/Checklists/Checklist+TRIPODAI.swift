import Markup

extension Checklist {
    /// TRIPOD+AI of 2024, with 27 items in 52 parts.
    static let tripodAI = Checklist(
        name: "tripod-ai", title: "TRIPOD+AI",
        scope:
            "TRIPOD+AI (2024) is for articles that develop or evaluate a clinical prediction model. It has 27 items, here counted by their 52 parts; the parts with (D) are about development only, those with (E) about evaluation only.",
        citation:
            "Collins GS, Moons KGM, Dhiman P, et al. TRIPOD+AI statement: updated guidance for reporting clinical prediction models that use regression or machine learning methods. BMJ 2024;385:e078378.",
        doi: "10.1136/bmj-2023-078378",
        sections: [
            Section("Title, abstract and introduction", tripodOpening),
            Section("Methods: data, outcome and predictors", tripodData),
            Section("Methods: analysis", tripodAnalysis),
            Section("Open science and patient involvement", tripodOpenScience),
            Section("Results", tripodResults),
            Section("Discussion", tripodDiscussion),
        ])

    private static let tripodOpening = [
        ChecklistItem(
            "1", "Title: a prediction model, its population and outcome",
            open: "A title that names the model, the population and the outcome."),
        ChecklistItem(
            "2", "Abstract", open: "The abstract; TRIPOD+AI has a separate list for abstracts."),
        ChecklistItem(
            "3a", "Medical context and reasons; existing models",
            open: "The medical context (diagnosis or prognosis), the reasons, and existing models."),
        ChecklistItem(
            "3b", "Target population, purpose and users",
            open: "The target population, the purpose in the care of patients, and the users."),
        ChecklistItem(
            "3c", "Known inequalities between groups",
            open: "Known health inequalities between sociodemographic groups."),
        ChecklistItem("4", "Objectives: development, evaluation or both") {
            $0.goal + .open("Whether the article develops a model, evaluates one, or both.")
        },
    ]

    private static let tripodData = [
        ChecklistItem("5a", "Sources of the data", \.source),
        ChecklistItem("5b", "Dates", open: "The first and last date of the patients' data."),
        ChecklistItem(
            "6a", "Setting and centers", open: "The setting, and the number and place of centers."),
        ChecklistItem("6b", "Eligibility criteria", open: "The eligibility criteria."),
        ChecklistItem(
            "6c", "Treatments", open: "Treatments of the patients, if they matter for the outcome."),
        ChecklistItem("7", "Preparation and checks of the data") {
            $0.preprocessing + $0.exclusions
                + .open("Whether preparation and quality were similar across groups of patients.")
        },
        ChecklistItem("8a", "Definition of the outcome", \.outcome),
        ChecklistItem(
            "8b", "Assessors of the outcome",
            open: "Qualification and characteristics of the persons who assessed the outcome."),
        ChecklistItem(
            "8c", "Blinding of the assessment of the outcome",
            open: "Whether assessors of the outcome were blinded, and to what."),
        ChecklistItem("9a", "Choice of predictors (D)", \.predictors),
        ChecklistItem("9b", "Definition and measurement of predictors") {
            $0.predictors
                + .open("How and when the images were acquired, and any blinding.")
        },
        ChecklistItem("9c", "Assessors of predictors") {
            $0.isOwn
                ? .found("No person assesses the predictor: it is the image itself.")
                : $0.unknownSettings
        },
        ChecklistItem(
            "10", "Sample size",
            open: "How the number of patients was determined, for development and evaluation."),
        ChecklistItem("11", "Missing data") {
            $0.exclusions + .open("Images or labels that were missing before, and the reasons.")
        },
    ]

    private static let tripodAnalysis = [
        ChecklistItem("12a", "Use and partition of the data (D)") {
            $0.partition + $0.disjointness + .open("Whether the sample size was considered.")
        },
        ChecklistItem("12b", "Handling of predictors (D)", \.preprocessing),
        ChecklistItem("12c", "Type of model, building steps, internal validation (D)") {
            $0.network + $0.initialization + $0.training + $0.selection
                + .open("The reasons for this type of model.")
        },
        ChecklistItem(
            "12d", "Heterogeneity between clusters",
            open: "How differences between clusters, such as hospitals, were measured."),
        ChecklistItem("12e", "Measures and plots of performance") {
            $0.metrics + $0.uncertainty + .open("The reasons for these measures.")
        },
        ChecklistItem("12f", "Updating of the model (E)", \.modelUpdating),
        ChecklistItem("12g", "Computation of predictions (E)", \.predictionMethod),
        ChecklistItem("13", "Class imbalance", \.imbalance),
        ChecklistItem(
            "14", "Fairness", open: "What was done for fairness between groups, and why."),
        ChecklistItem("15", "Output of the model and thresholds (D)", \.decisions),
        ChecklistItem(
            "16", "Differences of development and evaluation data", \.differencesOfData),
        ChecklistItem(
            "17", "Ethical approval", open: "The ethics committee, and consent or its waiver."),
    ]

    private static let tripodOpenScience = [
        ChecklistItem("18a", "Funding", open: "Sources of funding and the role of the funders."),
        ChecklistItem(
            "18b", "Conflicts of interest", open: "Conflicts of interest of all authors."),
        ChecklistItem("18c", "Protocol", open: "Where the protocol is, or that there is none."),
        ChecklistItem("18d", "Registration", open: "The registration, or that there is none."),
        ChecklistItem(
            "18e", "Availability of the data", open: "Where the images are, and for whom."),
        ChecklistItem("18f", "Availability of the code") {
            $0.software + $0.reproducibility
                + .open("Where the code is, and under which license.")
        },
        ChecklistItem(
            "19", "Involvement of patients and the public",
            open: "How patients and the public were involved, or that they were not."),
    ]

    private static let tripodResults = [
        ChecklistItem("20a", "Flow of participants, with and without the outcome") {
            $0.counts + .open("The flow of patients before this folder was made; a diagram.")
        },
        ChecklistItem("20b", "Characteristics of the participants") {
            $0.prevalence
                + .open("Dates, age, sex and clinical characteristics, for each source of data.")
        },
        ChecklistItem("20c", "Comparison with the development data (E)", \.differencesOfData),
        ChecklistItem("21", "Numbers in each analysis", \.counts),
        ChecklistItem("22", "The full model, for predictions in new patients (D)") {
            $0.network + $0.predictionMethod
                + .open("Where the weights are, and restrictions of their use.")
        },
        ChecklistItem("23a", "Performance with intervals, also of subgroups") {
            $0.diagnosticAccuracy + $0.calibration + $0.subgroups
        },
        ChecklistItem("23b", "Heterogeneity of performance", \.heterogeneity),
        ChecklistItem("24", "Results of updating the model (E)", \.modelUpdating),
    ]

    private static let tripodDiscussion = [
        ChecklistItem(
            "25", "Interpretation, also of fairness",
            open: "The interpretation of the results, with fairness and earlier studies."),
        ChecklistItem("26", "Limitations", \.limitations),
        ChecklistItem(
            "27a", "Poor or unavailable input (D)",
            open: "How poor or missing images are recognized and handled in use."),
        ChecklistItem(
            "27b", "Interaction and expertise of users (D)",
            open: "What users have to do, and the expertise that they need."),
        ChecklistItem(
            "27c", "Next steps of research",
            open: "The next steps, with a view to applicability and generalization."),
    ]
}

//! The ten monitoring questions and their answers, after table 1 of the Regioscan Digitalisering (2023, section 5.4), which
//! takes them from Dialogic, Monitoring MKB-Deals (2021). Only their subjects are taken over; the words are ours.

use super::coded::coded;

coded! {
    /// The step of the journey that a question is about.
    QuestionCategory {
        Knowing = "weten", "weten", "knowing";
        Wanting = "willen", "willen", "wanting";
        Able = "kunnen", "kunnen", "being able";
    }
}

coded! {
    /// What a participant was helped with: "to what degree did it help you to …".
    Question {
        OwnSolutions = "1", "zelf oplossingen bedenken", "devising own solutions";
        SolutionsMet = "2", "oplossingen leren kennen", "getting to know solutions";
        Motivation = "3", "zin krijgen om te beginnen", "motivation to start";
        FinancialBarrier = "4", "lagere financiële drempel", "lower financial threshold";
        OtherBarriers = "5", "minder andere drempels", "fewer other thresholds";
        Technology = "6", "technologie of data bereikbaar", "technology or data within reach";
        OwnSkills = "7", "kennis en kunde in eigen huis", "knowledge and skills in house";
        OutsideSkills = "8", "kennis en contacten van buiten", "knowledge and contacts from outside";
        Finance = "9", "toegang tot financiering", "access to finance";
        Rules = "10", "knelpunten met regels opgelost", "trouble with rules solved";
    }
}

coded! {
    /// How much it helped.
    Answer {
        No = "niet", "niet", "not at all";
        Little = "in-geringe-mate", "in geringe mate", "a little";
        Reasonably = "in-redelijke-mate", "in redelijke mate", "to a reasonable degree";
        Importantly = "in-belangrijke-mate", "in belangrijke mate", "to an important degree";
        Unknown = "weet-niet", "weet niet", "do not know";
        NotApplicable = "niet-van-toepassing", "niet van toepassing", "does not apply";
    }
}

impl Question {
    /// Questions 1 and 2 are about knowing, 3 to 5 about wanting, 6 to 10 about being able.
    pub fn category(self) -> QuestionCategory {
        match self {
            Self::OwnSolutions | Self::SolutionsMet => QuestionCategory::Knowing,
            Self::Motivation | Self::FinancialBarrier | Self::OtherBarriers => QuestionCategory::Wanting,
            Self::Technology | Self::OwnSkills | Self::OutsideSkills | Self::Finance | Self::Rules => {
                QuestionCategory::Able
            }
        }
    }
}

impl Answer {
    /// Whether the participant has an opinion: neither "do not know" nor "does not apply".
    pub fn is_opinion(self) -> bool {
        !matches!(self, Self::Unknown | Self::NotApplicable)
    }

    /// Whether it helped to a reasonable or an important degree.
    pub fn helped(self) -> bool {
        matches!(self, Self::Reasonably | Self::Importantly)
    }
}

package io.logdrive.destination;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** HOUSE-STYLE 1, 4 and 7. */
@AnalyzeClasses(
        packages = "io.logdrive.destination",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String STORE = "io.logdrive.destination.store..";
    private static final String RECEIVE = "io.logdrive.destination.receive..";
    private static final String QUERY = "io.logdrive.destination.query..";

    @ArchTest
    static final ArchRule onlyTheStoreKnowsSql =
            noClasses()
                    .that(not(resideInAPackage(STORE)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "java.sql..",
                            "javax.sql..",
                            "org.h2..",
                            "org.postgresql..",
                            "org.sqlite..",
                            "com.zaxxer..",
                            "org.flywaydb..");

    @ArchTest
    static final ArchRule onlyTheReceiverKnowsNetty =
            noClasses()
                    .that(not(resideInAPackage(RECEIVE)))
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule storeAndReceiverKnowNothingOfTheContainer =
            noClasses()
                    .that()
                    .resideInAnyPackage(STORE, RECEIVE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta..", "org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule theReceiverDoesNotKnowQueries =
            noClasses()
                    .that()
                    .resideInAPackage(RECEIVE)
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage(QUERY);

    @ArchTest
    static final ArchRule thereAreNoPackageCycles =
            slices().matching("io.logdrive.(**)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule namesSayWhatIsDone =
            noClasses()
                    .should()
                    .haveNameMatching(
                            ".*(Impl|Manager|Helper|Util|Utils|Service|Processor|Data|Info)(\\$.*)?")
                    .orShould()
                    .haveSimpleNameStartingWith("Abstract");

    @ArchTest
    static final ArchRule logLinesAreMadeInOneClassPerComponent =
            noClasses()
                    .that()
                    .haveSimpleNameNotEndingWith("Events")
                    .should()
                    .dependOnClassesThat()
                    .areAssignableTo(System.Logger.class);
}

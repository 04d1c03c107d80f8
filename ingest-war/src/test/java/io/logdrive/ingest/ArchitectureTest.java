package io.logdrive.ingest;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import jakarta.ejb.Singleton;
import jakarta.ws.rs.Path;

/** HOUSE-STYLE 2, 4 and 7. */
@AnalyzeClasses(
        packages = "io.logdrive.ingest",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    private static final int SHELL_METHODS_MAX = 12;

    @ArchTest
    static final ArchRule ONLY_QUEUE_KNOWS_JMS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.logdrive.ingest.queue")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta.jms..", "org.apache.activemq..");

    @ArchTest
    static final ArchRule ONLY_LISTEN_AND_FORWARD_KNOW_NETTY =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.logdrive.ingest.listen", "io.logdrive.ingest.forward")
                    .should()
                    .dependOnClassesThat()
                    .resideInAPackage("io.netty..");

    @ArchTest
    static final ArchRule ONLY_THE_CONSUMER_OF_STATEMENTS_KNOWS_SQL =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.logdrive.ingest.insert")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("java.sql..", "javax.sql..");

    @ArchTest
    static final ArchRule ONLY_ROOT_AND_STATUS_KNOW_THE_CONTAINER =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.logdrive.ingest.listen",
                            "io.logdrive.ingest.queue",
                            "io.logdrive.ingest.rules",
                            "io.logdrive.ingest.process",
                            "io.logdrive.ingest.forward",
                            "io.logdrive.ingest.consume",
                            "io.logdrive.ingest.archive",
                            "io.logdrive.ingest.insert")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(
                            "jakarta.ejb..",
                            "jakarta.enterprise..",
                            "jakarta.inject..",
                            "jakarta.ws..",
                            "org.eclipse.microprofile..");

    @ArchTest
    static final ArchRule NO_PACKAGE_CYCLES =
            slices().matching("io.logdrive.ingest.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule PARTS_DO_NOT_KNOW_THE_WHOLE =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            "io.logdrive.ingest.listen",
                            "io.logdrive.ingest.queue",
                            "io.logdrive.ingest.rules",
                            "io.logdrive.ingest.process",
                            "io.logdrive.ingest.forward",
                            "io.logdrive.ingest.consume",
                            "io.logdrive.ingest.archive",
                            "io.logdrive.ingest.insert")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.logdrive.ingest", "io.logdrive.ingest.status");

    /** So that a plug-in can do all that the archive can, and the archive is one of them. */
    @ArchTest
    static final ArchRule NOBODY_BUT_STATUS_KNOWS_A_CONSUMER =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(
                            "io.logdrive.ingest.archive",
                            "io.logdrive.ingest.insert",
                            "io.logdrive.ingest.status")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.logdrive.ingest.archive", "io.logdrive.ingest.insert");

    @ArchTest
    static final ArchRule NO_BANNED_NAMES =
            noClasses()
                    .should()
                    .haveSimpleNameEndingWith("Impl")
                    .orShould()
                    .haveSimpleNameEndingWith("Manager")
                    .orShould()
                    .haveSimpleNameEndingWith("Helper")
                    .orShould()
                    .haveSimpleNameEndingWith("Util")
                    .orShould()
                    .haveSimpleNameEndingWith("Utils")
                    .orShould()
                    .haveSimpleNameEndingWith("Service")
                    .orShould()
                    .haveSimpleNameEndingWith("Processor")
                    .orShould()
                    .haveSimpleNameEndingWith("Data")
                    .orShould()
                    .haveSimpleNameEndingWith("Info")
                    .orShould()
                    .haveSimpleNameStartingWith("Abstract")
                    .orShould()
                    .haveNameMatching(".*\\.I[A-Z][a-z].*");

    @ArchTest
    static final ArchRule SHELLS_ARE_THIN =
            ArchRuleDefinition.classes()
                    .that()
                    .areAnnotatedWith(Singleton.class)
                    .or()
                    .areAnnotatedWith(Path.class)
                    .should(haveAtMostMethods(SHELL_METHODS_MAX));

    private static ArchCondition<JavaClass> haveAtMostMethods(int max) {
        return new ArchCondition<>("have at most " + max + " methods") {
            @Override
            public void check(JavaClass shell, ConditionEvents events) {
                int methods = shell.getMethods().size();
                events.add(
                        new SimpleConditionEvent(
                                shell,
                                methods <= max,
                                shell.getName() + " has " + methods + " methods"));
            }
        };
    }
}

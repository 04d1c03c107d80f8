package io.logdrive.agent;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** Who may know what, and which names are none. Thread-safe. */
@AnalyzeClasses(
        packages = "io.logdrive.agent",
        importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
    @ArchTest
    static final ArchRule PACKAGES_HAVE_NO_CYCLES =
            slices().matching("io.logdrive.(agent..)").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule ONLY_THE_COMMAND_LINE_KNOWS_PICOCLI_AND_THE_BAR =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.logdrive.agent")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("picocli..", "me.tongfei..", "org.jline..");

    @ArchTest
    static final ArchRule ONLY_SEND_KNOWS_SOCKETS =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.logdrive.agent.send")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("java.nio.channels..", "jdk.net..")
                                    .and(
                                            not(
                                                    nameMatching(
                                                            ".*\\.(File.*|Overlapping.*|Channels)"))));

    @ArchTest
    static final ArchRule POSITION_KNOWS_ONLY_THE_PORT_IT_FILLS =
            noClasses()
                    .that()
                    .resideInAPackage("io.logdrive.agent.position")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.logdrive.agent", "io.logdrive.agent.generate");

    @ArchTest
    static final ArchRule GENERATE_KNOWS_ONLY_THE_PORT_IT_FILLS =
            classes()
                    .that()
                    .resideInAPackage("io.logdrive.agent.generate")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.logdrive.agent.generate",
                            "io.logdrive.agent.send",
                            "java.lang..",
                            "java.util..",
                            "java.time..",
                            "java.nio.charset",
                            "com.google.errorprone.annotations",
                            "org.jspecify..");

    @ArchTest
    static final ArchRule SEND_KNOWS_NEITHER_CONTENT_NOR_COMMAND_LINE =
            noClasses()
                    .that()
                    .resideInAPackage("io.logdrive.agent.send")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.logdrive.agent", "io.logdrive.agent.generate");

    @ArchTest
    static final ArchRule ONLY_THE_JDK_MOVES_BYTES =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.netty..", "jakarta..", "java.sql..", "sun..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_TYPE_IS =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Service|Processor|Data|Info)")
                    .orShould()
                    .haveNameMatching(".*[.$](Abstract[A-Z]\\w*|I[A-Z][a-z]\\w*)");
}

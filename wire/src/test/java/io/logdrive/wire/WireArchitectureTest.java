package io.logdrive.wire;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** DESIGN.md, section 4, and HOUSE-STYLE 4 and 7, for this module. */
@AnalyzeClasses(packages = "io.logdrive", importOptions = DoNotIncludeTests.class)
class WireArchitectureTest {
    @ArchTest
    static final ArchRule KNOWS_ONLY_THE_JDK_AND_MESSAGEPACK =
            classes()
                    .that()
                    .resideOutsideOfPackage("io.logdrive.tls")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.logdrive.wire",
                            "io.logdrive.consumer",
                            "java.io",
                            "java.lang..",
                            "java.nio..",
                            "java.security",
                            "java.time",
                            "java.util..",
                            "org.msgpack..",
                            "org.jspecify.annotations");

    @ArchTest
    static final ArchRule TLS_KNOWS_ONLY_THE_JDK =
            classes()
                    .that()
                    .resideInAPackage("io.logdrive.tls")
                    .should()
                    .onlyDependOnClassesThat()
                    .resideInAnyPackage(
                            "io.logdrive.tls",
                            "java.io",
                            "java.lang..",
                            // A socket is in the signatures of those who trust; none is opened.
                            "java.net",
                            "java.nio..",
                            "java.security..",
                            "java.time",
                            "java.util..",
                            "javax.naming..",
                            "javax.net.ssl",
                            "javax.security.auth.x500",
                            "com.google.errorprone.annotations..",
                            "org.jspecify.annotations");

    @ArchTest
    static final ArchRule KNOWS_NO_QUEUE_DATABASE_OR_NETWORK =
            noClasses()
                    .that()
                    .resideOutsideOfPackage("io.logdrive.tls")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("jakarta..", "java.sql..", "io.netty..", "java.net..");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses()
                    .should()
                    .haveSimpleNameStartingWith("Abstract")
                    .orShould()
                    .haveNameMatching(".*(Impl|Manager|Helper|Utils?|Service|Processor|Data|Info)$")
                    .orShould()
                    .haveNameMatching(".*\\.I[A-Z][a-z]\\w*$");

    @ArchTest
    static final ArchRule IS_ONE_FLAT_PACKAGE_BESIDE_TLS_AND_WHAT_CONSUMERS_ARE_WRITTEN_AGAINST =
            classes()
                    .should()
                    .resideInAnyPackage(
                            "io.logdrive.wire", "io.logdrive.consumer", "io.logdrive.tls");

    @ArchTest
    static final ArchRule THE_WIRE_KNOWS_NEITHER_CONSUMER_NOR_TLS =
            noClasses()
                    .that()
                    .resideInAPackage("io.logdrive.wire")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.logdrive.consumer", "io.logdrive.tls");
}

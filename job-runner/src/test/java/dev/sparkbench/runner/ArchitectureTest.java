package dev.sparkbench.runner;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sparkbench.runner");

  @Test
  void theRunnerKnowsNothingOfTheOperator() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.sparkbench.api.resource..",
            "dev.sparkbench.controller..",
            "dev.sparkbench.local..",
            "io.javaoperatorsdk..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.sparkbench.runner.(*)..").should().beFreeOfCycles().check(CLASSES);
  }

  @Test
  void kubernetesStaysInOnePackage() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.sparkbench.runner.cluster")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.fabric8..")
        .check(CLASSES);
  }

  @Test
  void whatIsComputedAndMeasuredDoesNotTalkToTheStore() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sparkbench.runner.tasks",
            "dev.sparkbench.runner.measurement",
            "dev.sparkbench.runner.result")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sparkbench.runner.storage", "software.amazon.awssdk..")
        .check(CLASSES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.sparkbench.runner.work.Family;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sparkbench.runner");

  /** They can be tried, and compared with others, without a session. */
  @Test
  void statisticsKnowNoSpark() {
    noClasses()
        .that()
        .resideInAPackage("dev.sparkbench.runner.descriptive.statistics")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.apache.spark..",
            "dev.sparkbench.runner.descriptive",
            "dev.sparkbench.runner.descriptive.profile",
            "dev.sparkbench.runner.table..")
        .check(CLASSES);
  }

  @Test
  void whatIsKeptOfDataKnowsNoTask() {
    noClasses()
        .that()
        .resideInAPackage("dev.sparkbench.runner.descriptive.profile")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sparkbench.runner.descriptive")
        .check(CLASSES);
  }

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

  /** So that a family can be added, or taken away, without a look at the others. */
  @Test
  void familiesDoNotKnowEachOther() {
    slices()
        .matching("dev.sparkbench.runner.(descriptive|ml|sql|application)..")
        .should()
        .notDependOnEachOther()
        .check(CLASSES);
  }

  @Test
  void whatMeasuresKnowsNoFamily() {
    noClasses()
        .that()
        .resideInAnyPackage(
            "dev.sparkbench.runner.work..",
            "dev.sparkbench.runner.measurement..",
            "dev.sparkbench.runner.table..",
            "dev.sparkbench.runner.storage..",
            "dev.sparkbench.runner.cluster..",
            "dev.sparkbench.runner.result..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.sparkbench.runner.descriptive..",
            "dev.sparkbench.runner.ml..",
            "dev.sparkbench.runner.sql..",
            "dev.sparkbench.runner.application..")
        .check(CLASSES);
  }

  @Test
  void onlyOneClassKnowsAllFamilies() {
    noClasses()
        .that()
        .resideInAPackage("dev.sparkbench.runner")
        .and()
        .doNotHaveSimpleName("Families")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sparkbench.runner.descriptive..", "dev.sparkbench.runner.ml..")
        .check(CLASSES);
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
            "dev.sparkbench.runner.descriptive..",
            "dev.sparkbench.runner.measurement",
            "dev.sparkbench.runner.result")
        .and()
        // A family gets the store, because some families have texts or jars there.
        .areNotAssignableTo(Family.class)
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sparkbench.runner.storage", "software.amazon.awssdk..")
        .check(CLASSES);
  }

  /** A builder names each component, and asks for all of them. */
  @Test
  void largeRecordsAreCreatedByTheirBuilders() {
    noClasses()
        .that()
        .haveSimpleNameNotEndingWith("Builder")
        .should()
        .callConstructorWhere(
            describe(
                "more than ten values by position",
                call -> call.getTarget().getRawParameterTypes().size() > 10))
        .because("readers cannot tell them apart: annotate the record with @RecordBuilder")
        .check(CLASSES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sparkbench.local");

  private static final JavaClasses ALL_CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(
              "dev.sparkbench.api", "dev.sparkbench.controller", "dev.sparkbench.local");

  @Test
  void neitherSparkNorTheRunnerIsUsed() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "dev.sparkbench.runner..")
        .check(CLASSES);
  }

  @Test
  void apiServerAndKubeletAreFreeOfTheOperator() {
    noClasses()
        .that()
        .resideInAnyPackage("..local.apiserver..", "..local.kubelet..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("dev.sparkbench.controller..")
        .check(CLASSES);
  }

  @Test
  void theApiServerDoesNotKnowTheKubelet() {
    noClasses()
        .that()
        .resideInAPackage("..local.apiserver..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("..local.kubelet..")
        .check(CLASSES);
  }

  @Test
  void whatIsAnsweredIsFreeOfHttp() {
    noClasses()
        .that()
        .haveNameNotMatching(".*\\.WebServer(\\$.*)?")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..")
        .check(CLASSES);
  }

  @Test
  void schemasAreTreatedApart() {
    noClasses()
        .that()
        .resideInAPackage("..apiserver.schema..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.sparkbench.local.apiserver", "io.fabric8..")
        .check(CLASSES);
    noClasses()
        .that()
        .resideOutsideOfPackage("..apiserver.schema..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("dev.cel..", "com.networknt..")
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
        .check(ALL_CLASSES);
  }
}

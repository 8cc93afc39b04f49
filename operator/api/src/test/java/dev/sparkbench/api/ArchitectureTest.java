// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api;

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
          .importPackages("dev.sparkbench.api");

  @Test
  void whatTheRunnerUsesDoesNotKnowKubernetes() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..resource..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "dev.sparkbench.api.resource..")
        .because("Spark brings another version of fabric8")
        .check(CLASSES);
  }

  @Test
  void theApiDoesNoInputOrOutput() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "java.net..",
            "java.nio.file..",
            "software.amazon..",
            "org.apache.hadoop..",
            "org.apache.spark..")
        .check(CLASSES);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("dev.sparkbench.api.(*)..").should().beFreeOfCycles().check(CLASSES);
  }
}

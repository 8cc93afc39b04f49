// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.sparkbench.controller");

  @Test
  void thePlanAndItsBookkeepingArePure() {
    noClasses()
        .that()
        .resideInAnyPackage("..plan..", "..status..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.fabric8..", "io.javaoperatorsdk..", "java.io..", "java.net..")
        .check(CLASSES);
  }

  @Test
  void timeComesFromOutside() {
    noClasses()
        .should()
        .callMethod(Instant.class, "now")
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .because("a test cannot turn those clocks")
        .check(CLASSES);
  }

  @Test
  void theSpecDoesNotKnowThePlan() {
    noClasses()
        .that()
        .resideInAPackage("..spec..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..plan..", "..status..", "..pods..")
        .check(CLASSES);
  }

  @Test
  void thePlanDoesNotKnowWhatItIsUsedFor() {
    noClasses()
        .that()
        .resideInAPackage("..plan..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..status..", "..pods..")
        .check(CLASSES);
  }

  @Test
  void theOperatorHasNeitherSparkNorS3() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.spark..", "software.amazon..", "dev.sparkbench.runner..")
        .check(CLASSES);
  }

  @Test
  void theGatewayKnowsTheResourceAndItsCheckAndNothingOfTheOperator() {
    noClasses()
        .that()
        .resideInAPackage("..gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "dev.sparkbench.controller",
            "dev.sparkbench.controller.plan..",
            "dev.sparkbench.controller.status..",
            "dev.sparkbench.controller.pods..",
            "dev.sparkbench.controller.metrics..",
            "io.javaoperatorsdk..")
        .check(CLASSES);
  }

  @Test
  void theOperatorDoesWithoutTheGateway() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..gateway..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("..gateway..", "com.networknt..")
        .check(CLASSES);
  }

  @Test
  void onlyServersKnowTheHttpLibrary() {
    noClasses()
        .that()
        .resideOutsideOfPackages("..gateway..", "..http..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("io.vertx..", "io.netty..", "com.sun.net.httpserver..")
        .check(CLASSES);
  }

  @Test
  void everyClientReadsWhateverTheApiServerSends() {
    noClasses()
        .that()
        .resideOutsideOfPackage("..client..")
        .should()
        .callConstructor(KubernetesClientBuilder.class)
        .because("a usual client stops to watch when one object is too much for its parser")
        .check(CLASSES);
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.api.resource;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.sparkbench.api.catalogue.JobType;
import dev.sparkbench.api.catalogue.TaskCatalogue;
import dev.sparkbench.api.catalogue.TaskReference;
import io.fabric8.crdv2.generator.CRDGenerator;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceColumnDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinition;
import io.fabric8.kubernetes.api.model.apiextensions.v1.CustomResourceDefinitionVersion;
import io.fabric8.kubernetes.api.model.apiextensions.v1.JSONSchemaProps;
import io.fabric8.kubernetes.client.utils.Serialization;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Generates the CRD from the Java types, and adds what their annotations cannot express. */
final class CrdGenerator {

  static final String FILE_NAME = "sparkbenchmarkjobs.sparkbench.dev.yaml";

  private CrdGenerator() {}

  static String generate(Path scratch) throws IOException {
    File folder = scratch.toFile();
    new CRDGenerator()
        .inOutputDir(folder)
        .customResourceClasses(SparkBenchmarkJob.class)
        .withParallelGenerationEnabled(false)
        .detailedGenerate();
    Path file =
        scratch.resolve(
            CRDGenerator.getOutputName("sparkbenchmarkjobs.sparkbench.dev", "v1") + ".yml");
    CustomResourceDefinition crd =
        Serialization.unmarshal(Files.readString(file), CustomResourceDefinition.class);
    complete(crd.getSpec().getVersions().get(0));
    return "# Generated from the types in operator/api by `mvn -pl operator/api test -DupdateCrd`; do not edit.\n"
        + Serialization.asYaml(crd).replaceFirst("^---\n", "");
  }

  private static void complete(CustomResourceDefinitionVersion version) {
    JSONSchemaProps root = version.getSchema().getOpenAPIV3Schema();
    root.setDescription(
        "A benchmark: the same Spark tasks on the same dataset with different numbers of executor pods.");
    JSONSchemaProps spec = at(root, "spec");
    spec.setDescription("What to benchmark.");
    JSONSchemaProps status = at(root, "status");
    status.setDescription("What the operator knows of the benchmark.");

    JSONSchemaProps tasks = at(spec, "jobConfig", "tasks");
    List<String> names =
        Arrays.stream(JobType.values())
            .flatMap(type -> TaskCatalogue.names(type).stream())
            .distinct()
            .toList();
    tasks.getItems().getSchema().setEnum(names.stream().<JsonNode>map(TextNode::new).toList());
    tasks.setDescription(tasks.getDescription() + TaskReference.tasks());
    JSONSchemaProps parameters = at(spec, "jobConfig", "parameters");
    parameters.setDescription(parameters.getDescription() + TaskReference.parameters());

    keyed(at(spec, "cost", "instanceTypes"), "name");
    keyed(at(status, "conditions"), "type");
    JSONSchemaProps variants = at(spec, "variants");
    keyed(variants, "name");
    for (String pods : List.of("driver", "executor")) {
      at(spec, pods, "podTemplate").setAdditionalProperties(null);
      at(variants.getItems().getSchema(), pods, "podTemplate").setAdditionalProperties(null);
    }
    tidy(root);

    version.setAdditionalPrinterColumns(
        List.of(
            column("Phase", "string", ".status.phase", 0, "The state in one word."),
            column("Nodes", "integer", ".status.currentNodes", 0, "The node count being measured."),
            column("Progress", "string", ".status.progress", 0, "Runs done, of all."),
            column("Speedup", "string", ".status.best.speedup", 0, "The highest speedup."),
            column("Efficiency", "string", ".status.best.efficiency", 0, "The efficiency there."),
            column(
                "Variant",
                "string",
                ".status.bestVariant.speedup",
                0,
                "The best variant, and how many times as fast as the reference it is."),
            column("Age", "date", ".metadata.creationTimestamp", 0, "Time since creation."),
            column("Path", "string", ".spec.s3Path", 1, "The dataset."),
            column("Type", "string", ".spec.jobConfig.type", 1, "The family of the tasks."),
            column("Results", "string", ".status.resultPath", 1, "The address of the results."),
            column("Message", "string", ".status.message", 1, "The state in one sentence.")));
  }

  private static JSONSchemaProps at(JSONSchemaProps schema, String... path) {
    JSONSchemaProps found = schema;
    for (String name : path) {
      found = found.getProperties().get(name);
      if (found == null) {
        throw new IllegalStateException("the CRD has no " + String.join(".", path));
      }
    }
    return found;
  }

  /**
   * Sets how each list is merged, and removes rules that were read from both field and accessor.
   */
  private static void tidy(JSONSchemaProps schema) {
    if (schema.getItems() != null) {
      if (schema.getXKubernetesListType() == null) {
        schema.setXKubernetesListType("atomic");
      }
      tidy(schema.getItems().getSchema());
    }
    schema.setXKubernetesValidations(
        schema.getXKubernetesValidations().stream().distinct().toList());
    schema.getProperties().values().forEach(CrdGenerator::tidy);
  }

  private static void keyed(JSONSchemaProps list, String key) {
    list.setXKubernetesListType("map");
    list.setXKubernetesListMapKeys(List.of(key));
  }

  private static CustomResourceColumnDefinition column(
      String name, String type, String path, int priority, String description) {
    CustomResourceColumnDefinition column = new CustomResourceColumnDefinition();
    column.setName(name);
    column.setType(type);
    column.setJsonPath(path);
    column.setPriority(priority == 0 ? null : priority);
    column.setDescription(description);
    return column;
  }
}

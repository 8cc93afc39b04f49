// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sparkbench.api.resource.SparkBenchmarkJob;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The resource that the user wants to run, as written; the API server checks its spec.
 *
 * @param file the file
 * @param content all of it
 */
record Manifest(Path file, JsonNode content) {

  private static final String API_VERSION =
      SparkBenchmarkJob.GROUP + "/" + SparkBenchmarkJob.VERSION;
  private static final String KIND = "SparkBenchmarkJob";

  static Manifest read(Path file) throws UserError {
    List<JsonNode> documents = parse(file);
    if (documents.size() != 1) {
      throw new UserError(
          "%s: holds %d documents; there must be one %s".formatted(file, documents.size(), KIND));
    }
    Manifest manifest = new Manifest(file, documents.get(0));
    manifest.require("/apiVersion", API_VERSION);
    manifest.require("/kind", KIND);
    if (manifest.text("/metadata/name").isEmpty()) {
      throw new UserError("%s: metadata.name is missing".formatted(file));
    }
    manifest.refuse("/spec/image", RunnerImage.NAME, "the local cluster has no images");
    manifest.refuse("/spec/storage/endpoint", "", "the local cluster has its own object store");
    manifest.refuse(
        "/spec/storage/credentialsSecret",
        LocalCluster.CREDENTIALS_SECRET,
        "the local cluster has only the Secret " + LocalCluster.CREDENTIALS_SECRET);
    return manifest;
  }

  String name() {
    return text("/metadata/name");
  }

  /** All service accounts that it names. */
  Set<String> serviceAccounts() {
    return names("serviceAccountName");
  }

  /** All priority classes that it names. */
  Set<String> priorityClasses() {
    return names("priorityClassName");
  }

  private Set<String> names(String field) {
    return content.findValuesAsText(field).stream()
        .filter(name -> !name.isEmpty())
        .collect(Collectors.toSet());
  }

  String namespace() {
    String namespace = text("/metadata/namespace");
    return namespace.isEmpty() ? LocalCluster.NAMESPACE : namespace;
  }

  /** The resource, including unknown fields. */
  GenericKubernetesResource resource() {
    GenericKubernetesResource resource =
        new ObjectMapper().convertValue(content, GenericKubernetesResource.class);
    resource.getMetadata().setNamespace(namespace());
    return resource;
  }

  private static List<JsonNode> parse(Path file) throws UserError {
    YAMLMapper yaml = new YAMLMapper();
    try (MappingIterator<JsonNode> documents =
        yaml.readerFor(JsonNode.class).readValues(file.toFile())) {
      return documents.readAll().stream().filter(document -> !document.isMissingNode()).toList();
    } catch (JsonProcessingException e) {
      throw new UserError(
          "%s: not YAML: %s (line %d)"
              .formatted(
                  file,
                  e.getOriginalMessage().lines().findFirst().orElse("malformed"),
                  e.getLocation() == null ? 0 : e.getLocation().getLineNr()));
    } catch (IOException e) {
      throw new UserError("%s: cannot be read: %s".formatted(file, e.getMessage()));
    }
  }

  private void require(String pointer, String expected) throws UserError {
    String found = text(pointer);
    if (!found.equals(expected)) {
      throw new UserError(
          "%s: %s is '%s'; it must be %s".formatted(file, field(pointer), found, expected));
    }
  }

  private void refuse(String pointer, String allowed, String why) throws UserError {
    String found = text(pointer);
    if (!found.isEmpty() && !found.equals(allowed)) {
      throw new UserError(
          "%s: %s '%s' cannot be used here: %s; leave it out"
              .formatted(file, field(pointer), found, why));
    }
  }

  private String text(String pointer) {
    return content.at(pointer).asText("");
  }

  private static String field(String pointer) {
    return pointer.substring(1).replace('/', '.');
  }
}

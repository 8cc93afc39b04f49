// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.chart;

import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.introspect.Annotated;
import com.fasterxml.jackson.databind.introspect.JacksonAnnotationIntrospector;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.KubernetesResource;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Kubernetes objects. */
record Objects(List<HasMetadata> all) {

  private static final KubernetesSerialization TYPES = new KubernetesSerialization();

  // The model's types keep unknown fields, where the API server would refuse them.
  private static final ObjectMapper STRICT =
      YAMLMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .annotationIntrospector(
              new JacksonAnnotationIntrospector() {
                private static final long serialVersionUID = 1L;

                @Override
                public Boolean hasAnySetter(Annotated annotated) {
                  return false;
                }
              })
          .build();

  /**
   * Reads manifests as strictly as an API server with {@code fieldValidation=Strict}.
   *
   * @throws IllegalArgumentException if there is a field that the type does not have
   */
  static Objects parse(String manifests) {
    List<HasMetadata> objects = new ArrayList<>();
    try (MappingIterator<JsonNode> documents =
        STRICT.readerFor(JsonNode.class).readValues(manifests)) {
      while (documents.hasNext()) {
        JsonNode document = documents.next();
        if (!document.isNull() && !document.isMissingNode()) {
          objects.add(typed(document));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Objects(List.copyOf(objects));
  }

  private static HasMetadata typed(JsonNode document) {
    Class<? extends KubernetesResource> type =
        TYPES.getRegisteredKubernetesResource(
            document.path("apiVersion").asText(), document.path("kind").asText());
    if (type == null) {
      throw new IllegalArgumentException("no such type: " + document);
    }
    return (HasMetadata) STRICT.convertValue(document, type);
  }

  /** The objects of a type. */
  <T extends HasMetadata> List<T> all(Class<T> type) {
    return all.stream().filter(type::isInstance).map(type::cast).toList();
  }

  /** The only object of a type. */
  <T extends HasMetadata> T one(Class<T> type) {
    List<T> found = all(type);
    if (found.size() != 1) {
      throw new AssertionError("%d of %s: %s".formatted(found.size(), type, found));
    }
    return found.get(0);
  }

  /**
   * The objects of one component: {@code operator}, {@code gateway}, {@code jobs} or {@code test}.
   */
  Objects of(String component) {
    return new Objects(
        all.stream()
            .filter(
                object ->
                    component.equals(
                        object.getMetadata().getLabels().get("app.kubernetes.io/component")))
            .toList());
  }

  /**
   * All objects, each as {@code kind namespace/name}, or without a namespace if it is cluster-wide.
   */
  Stream<String> names() {
    return all.stream()
        .map(
            object ->
                object.getKind()
                    + " "
                    + (object.getMetadata().getNamespace() == null
                        ? ""
                        : object.getMetadata().getNamespace() + "/")
                    + object.getMetadata().getName());
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sparkbench.local.apiserver.PodResources.Part;
import dev.sparkbench.local.apiserver.schema.FieldError;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Validates a new pod, with a few of the many rules of a real API server. */
final class PodValidation {

  private final List<FieldError> errors = new ArrayList<>();
  private final Set<String> volumes = new HashSet<>();
  private final Set<String> names = new HashSet<>();

  private PodValidation() {}

  static List<FieldError> problems(JsonNode pod) {
    PodValidation validation = new PodValidation();
    validation.checkVolumes(pod.path("spec").path("volumes"));
    List<Part> containers = PodResources.containers(pod);
    if (containers.isEmpty()) {
      validation.errors.add(FieldError.required("spec.containers"));
    }
    containers.forEach(validation::checkContainer);
    PodResources.initContainers(pod).forEach(validation::checkContainer);
    return validation.errors;
  }

  private void checkVolumes(JsonNode list) {
    for (int i = 0; i < list.size(); i++) {
      checkName("spec.volumes[%d].name".formatted(i), list.get(i).path("name"), volumes);
    }
  }

  private void checkContainer(Part part) {
    checkName(part.path() + ".name", part.container().path("name"), names);
    if (part.container().path("image").asText("").isEmpty()) {
      errors.add(FieldError.required(part.path() + ".image"));
    }
    checkMounts(part);
    checkResources(part);
  }

  private void checkName(String field, JsonNode name, Set<String> taken) {
    if (name.asText("").isEmpty()) {
      errors.add(FieldError.required(field));
    } else if (!taken.add(name.asText())) {
      errors.add(FieldError.duplicate(field, name));
    }
  }

  private void checkMounts(Part part) {
    Set<String> paths = new HashSet<>();
    JsonNode mounts = part.container().path("volumeMounts");
    for (int i = 0; i < mounts.size(); i++) {
      String field = "%s.volumeMounts[%d]".formatted(part.path(), i);
      JsonNode volume = mounts.get(i).path("name");
      if (!volumes.contains(volume.asText())) {
        errors.add(FieldError.notFound(field + ".name", volume));
      }
      JsonNode path = mounts.get(i).path("mountPath");
      if (path.asText("").isEmpty()) {
        errors.add(FieldError.required(field + ".mountPath"));
      } else if (!paths.add(path.asText())) {
        errors.add(FieldError.invalid(field + ".mountPath", path.toString(), "must be unique"));
      }
    }
  }

  /** A request must not be larger than the limit. */
  private void checkResources(Part part) {
    for (Map.Entry<String, JsonNode> limit : part.resources().path("limits").properties()) {
      String resource = limit.getKey();
      Optional<BigDecimal> most = Quantities.read(limit.getValue());
      Optional<BigDecimal> asked = PodResources.amount(part, "requests", resource);
      if (most.isPresent() && asked.isPresent() && asked.get().compareTo(most.get()) > 0) {
        errors.add(
            FieldError.invalid(
                part.path() + ".resources.requests",
                "\"%s\"".formatted(Quantities.text(resource, asked.get())),
                "must be less than or equal to %s limit of %s"
                    .formatted(resource, Quantities.text(resource, most.get()))));
      }
    }
  }
}

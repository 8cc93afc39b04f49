// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sparkbench.local.apiserver.PodResources.Part;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * Refuses pods that a namespace's label {@code pod-security.kubernetes.io/enforce} does not allow.
 * Of the standards {@code baseline} and {@code restricted}, it checks the rules that Linux pods
 * commonly break.
 */
final class PodSecurity {

  private static final String LABEL = "pod-security.kubernetes.io/enforce";
  private static final Set<String> ALLOWED_VOLUMES =
      Set.of(
          "configMap",
          "csi",
          "downwardAPI",
          "emptyDir",
          "ephemeral",
          "persistentVolumeClaim",
          "projected",
          "secret");
  private static final Set<String> SECCOMP = Set.of("RuntimeDefault", "Localhost");

  private final JsonNode spec;
  private final List<Part> containers;
  private final List<String> problems = new ArrayList<>();

  private PodSecurity(JsonNode pod) {
    spec = pod.path("spec");
    containers = new ArrayList<>(PodResources.initContainers(pod));
    containers.addAll(PodResources.containers(pod));
  }

  /** Refuses a pod that its namespace does not allow. */
  static void check(JsonNode namespace, ObjectKey key, ObjectNode pod) {
    JsonNode labels = namespace.path("metadata").path("labels");
    String level = labels.path(LABEL).asText("privileged");
    if (level.equals("privileged")) {
      return;
    }
    PodSecurity security = new PodSecurity(pod);
    security.checkBaseline(level);
    if (level.equals("restricted")) {
      security.checkRestricted();
    }
    if (!security.problems.isEmpty()) {
      throw ApiException.forbidden(
          key,
          "violates PodSecurity \"%s:%s\": %s"
              .formatted(
                  level,
                  labels.path(LABEL + "-version").asText("latest"),
                  String.join(", ", security.problems)));
    }
  }

  private void checkBaseline(String level) {
    List<String> shared =
        List.of("hostNetwork", "hostPID", "hostIPC").stream()
            .filter(field -> spec.path(field).asBoolean())
            .map(field -> field + "=true")
            .toList();
    if (!shared.isEmpty()) {
      problems.add("host namespaces (%s)".formatted(String.join(", ", shared)));
    }
    List<String> host = volumes(volume -> volume.has("hostPath"));
    if (!host.isEmpty() && !level.equals("restricted")) {
      problems.add("hostPath volumes (%s)".formatted(named("volume", host)));
    }
    forContainers(
        part -> context(part).path("privileged").asBoolean(),
        "privileged (%s must not set securityContext.privileged=true)");
  }

  private void checkRestricted() {
    forContainers(
        part -> !context(part).path("allowPrivilegeEscalation").asText().equals("false"),
        "allowPrivilegeEscalation != false (%s must set securityContext.allowPrivilegeEscalation=false)");
    forContainers(
        part ->
            elements(context(part).path("capabilities").path("drop"))
                .noneMatch(dropped -> dropped.asText().equals("ALL")),
        "unrestricted capabilities (%s must set securityContext.capabilities.drop=[\"ALL\"])");
    List<String> volumes = volumes(volume -> restrictedType(volume).isPresent());
    if (!volumes.isEmpty()) {
      List<String> types =
          elements(spec.path("volumes"))
              .flatMap(volume -> restrictedType(volume).stream())
              .distinct()
              .sorted()
              .toList();
      problems.add(
          "restricted volume types (%s %s restricted %s)"
              .formatted(
                  named("volume", volumes),
                  volumes.size() == 1 ? "uses" : "use",
                  named("volume type", types)));
    }
    JsonNode ofPod = spec.path("securityContext");
    podOrContainers(
        part -> !orElse(context(part).path("runAsNonRoot"), ofPod.path("runAsNonRoot")).asBoolean(),
        "runAsNonRoot != true (%s must set securityContext.runAsNonRoot=true)");
    if (ofPod.path("runAsUser").asText().equals("0")) {
      problems.add("runAsUser=0 (pod must not set runAsUser=0)");
    }
    forContainers(
        part -> context(part).path("runAsUser").asText().equals("0"),
        "runAsUser=0 (%s must not set runAsUser=0)");
    podOrContainers(
        part ->
            !SECCOMP.contains(
                orElse(
                        context(part).path("seccompProfile").path("type"),
                        ofPod.path("seccompProfile").path("type"))
                    .asText()),
        "seccompProfile (%s must set securityContext.seccompProfile.type to \"RuntimeDefault\" or \"Localhost\")");
  }

  private void podOrContainers(Predicate<Part> wrong, String problem) {
    forContainers("pod or ", wrong, problem);
  }

  private void forContainers(Predicate<Part> wrong, String problem) {
    forContainers("", wrong, problem);
  }

  private void forContainers(String prefix, Predicate<Part> wrong, String problem) {
    List<String> names = containers.stream().filter(wrong).map(Part::name).toList();
    if (!names.isEmpty()) {
      problems.add(problem.formatted(prefix + named("container", names)));
    }
  }

  private List<String> volumes(Predicate<JsonNode> wrong) {
    return elements(spec.path("volumes"))
        .filter(wrong)
        .map(volume -> volume.path("name").asText())
        .toList();
  }

  private static Optional<String> restrictedType(JsonNode volume) {
    return volume.properties().stream()
        .map(Map.Entry::getKey)
        .filter(field -> !field.equals("name") && !ALLOWED_VOLUMES.contains(field))
        .findFirst();
  }

  private static String named(String what, List<String> names) {
    return names.stream()
        .map(name -> "\"" + name + "\"")
        .collect(Collectors.joining(", ", what + (names.size() == 1 ? " " : "s "), ""));
  }

  private static Stream<JsonNode> elements(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static JsonNode context(Part part) {
    return part.container().path("securityContext");
  }

  private static JsonNode orElse(JsonNode first, JsonNode second) {
    return first.isMissingNode() || first.isNull() ? second : first;
  }
}

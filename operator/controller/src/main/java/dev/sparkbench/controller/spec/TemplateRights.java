// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.controller.spec;

import dev.sparkbench.api.resource.SparkBenchmarkJob;
import dev.sparkbench.controller.spec.Allowed.Template;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;

/**
 * Finds parts of a podTemplate that its writer is not allowed to use: Secrets, the host,
 * privileges, tokens, other containers, or code in the runner's container. This class lists what is
 * allowed, because Kubernetes gets new fields all the time. The chart's admission policy has the
 * same rules.
 */
final class TemplateRights {

  private static final String TEMPLATES =
      "; an administrator can allow it by jobs.allowed.podTemplates.%s";

  private static final String OWN_LABELS = SparkBenchmarkJob.GROUP + "/";

  private static final Set<String> TEMPLATE = Set.of("metadata", "spec");
  private static final Set<String> METADATA = Set.of("annotations", "labels");
  private static final Set<String> POD =
      Set.of(
          "activeDeadlineSeconds",
          "affinity",
          "containers",
          "dnsConfig",
          "dnsPolicy",
          "enableServiceLinks",
          "hostAliases",
          "imagePullSecrets",
          "initContainers",
          "nodeSelector",
          "preemptionPolicy",
          "priorityClassName",
          "readinessGates",
          "restartPolicy",
          "schedulerName",
          "schedulingGates",
          "securityContext",
          "terminationGracePeriodSeconds",
          "tolerations",
          "topologySpreadConstraints",
          "volumes");
  private static final Set<String> OWN_CONTAINER =
      Set.of(
          "env",
          "imagePullPolicy",
          "name",
          "ports",
          "resources",
          "securityContext",
          "volumeMounts");
  private static final Set<String> OTHER_CONTAINER =
      Set.of(
          "args",
          "command",
          "env",
          "image",
          "imagePullPolicy",
          "livenessProbe",
          "name",
          "ports",
          "readinessProbe",
          "resources",
          "restartPolicy",
          "securityContext",
          "startupProbe",
          "volumeMounts",
          "workingDir");
  private static final Set<String> VARIABLE = Set.of("name", "value", "valueFrom");
  private static final Set<String> OWN_VALUE_FROM = Set.of("fieldRef", "resourceFieldRef");
  private static final Set<String> OTHER_VALUE_FROM =
      Set.of("configMapKeyRef", "fieldRef", "resourceFieldRef");
  private static final Set<String> MOUNT =
      Set.of("mountPath", "name", "readOnly", "subPath", "subPathExpr");
  private static final Set<String> PORT = Set.of("containerPort", "name", "protocol");
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");
  private static final Set<String> POD_SECURITY =
      Set.of(
          "fsGroup",
          "fsGroupChangePolicy",
          "runAsGroup",
          "runAsNonRoot",
          "runAsUser",
          "seccompProfile",
          "supplementalGroups",
          "supplementalGroupsPolicy");
  private static final Set<String> CONTAINER_SECURITY =
      Set.of(
          "allowPrivilegeEscalation",
          "capabilities",
          "privileged",
          "readOnlyRootFilesystem",
          "runAsGroup",
          "runAsNonRoot",
          "runAsUser",
          "seccompProfile");

  /** Variables that cannot change what a program does. */
  private static final Pattern ENVIRONMENT =
      Pattern.compile(
          "AWS_DEFAULT_REGION|AWS_REGION|LANG|LC_[A-Z]+|MALLOC_ARENA_MAX|(MKL|OMP|OPENBLAS)_NUM_THREADS|SPARK_LOCAL_DIRS|TZ");

  private static final Set<String> JVM_VARIABLES = Set.of("JAVA_TOOL_OPTIONS", "JDK_JAVA_OPTIONS");

  /** Folders without code that runs. */
  private static final Pattern MOUNT_PATH =
      Pattern.compile(
          "/(cache|data|disk|disks|local|media|mnt|nvme|scratch|srv|tmp|var/data|var/tmp)[0-9]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*/?");

  private static final int LONGEST_PATH = 1024;

  private final Allowed allowed;
  private final Set<String> pullSecrets;
  private final String ownContainer;
  private final Violations found = new Violations();

  private TemplateRights(Allowed allowed, Set<String> pullSecrets, String ownContainer) {
    this.allowed = allowed;
    this.pullSecrets = pullSecrets;
    this.ownContainer = ownContainer;
  }

  /**
   * The parts that are not allowed.
   *
   * @param path the path of the template
   * @param template the template, which must have only fields of a PodTemplateSpec
   * @param ownContainer the container that is not the user's
   * @param pullSecrets the Secrets that the operator's configuration pulls images with
   */
  static List<Violation> violations(
      String path,
      Map<String, Object> template,
      String ownContainer,
      Allowed allowed,
      Set<String> pullSecrets) {
    if (allowed.template().everything()) {
      return List.of();
    }
    TemplateRights rights = new TemplateRights(allowed, pullSecrets, ownContainer);
    rights.template(path, template);
    return rights.found.toList();
  }

  private void template(String path, Map<String, Object> template) {
    only(path, template, TEMPLATE);
    String metadata = path + ".metadata";
    only(metadata, map(template, "metadata"), METADATA);
    map(map(template, "metadata"), "annotations")
        .keySet()
        .forEach(name -> annotation(metadata + ".annotations", name));
    map(map(template, "metadata"), "labels").keySet().stream()
        .filter(name -> name.startsWith(OWN_LABELS))
        .sorted()
        .forEach(
            name ->
                found.add(
                    metadata + ".labels",
                    "'%s' is not allowed, as the operator knows its pods by such labels",
                    name));
    pod(path + ".spec", map(template, "spec"));
  }

  private void annotation(String path, String name) {
    // Names for container runtimes have dots and no slash.
    if ((name.contains("/") || name.contains(".")) && !limits().annotations().allow(name)) {
      found.add(
          path,
          "'%s' is not allowed, as some annotations give rights" + TEMPLATES,
          name,
          "annotations");
    }
  }

  private void pod(String path, Map<String, Object> pod) {
    only(path, pod, POD);
    Object priority = pod.get("priorityClassName");
    if (priority != null && !limits().priorityClasses().allow((String) priority)) {
      found.add(
          path + ".priorityClassName",
          "'%s' is not allowed, as its pods could drive out others" + TEMPLATES,
          priority,
          "priorityClasses");
    }
    each(path, pod, "imagePullSecrets", this::pullSecret);
    each(path, pod, "volumes", this::volume);
    each(path, pod, "initContainers", this::otherContainer);
    each(
        path,
        pod,
        "containers",
        (at, container) -> {
          if (ownContainer.equals(container.get("name"))) {
            ownContainer(at, container);
          } else {
            otherContainer(at, container);
          }
        });
    securityContext(path + ".securityContext", map(pod, "securityContext"), POD_SECURITY);
  }

  private void pullSecret(String path, Map<String, Object> reference) {
    String name = String.valueOf(reference.get("name"));
    if (!pullSecrets.contains(name) && !allowed.secrets().allow(name)) {
      found.add(
          path + ".name",
          "'%s' is not allowed; an administrator can allow it by jobs.allowed.secrets",
          name);
    }
  }

  private void volume(String path, Map<String, Object> volume) {
    for (String field : new TreeSet<>(volume.keySet())) {
      if (!field.equals("name") && !limits().volumes().contains(field)) {
        found.add(
            path + "." + field,
            "is not allowed; allowed are %s" + TEMPLATES,
            new TreeSet<>(limits().volumes()),
            "volumes");
      }
    }
  }

  private void ownContainer(String path, Map<String, Object> container) {
    only(path, container, OWN_CONTAINER);
    each(path, container, "env", this::ownVariable);
    each(path, container, "ports", (at, port) -> only(at, port, PORT));
    each(
        path,
        container,
        "volumeMounts",
        (at, mount) -> {
          only(at, mount, MOUNT);
          String where = String.valueOf(mount.get("mountPath"));
          if (where.length() > LONGEST_PATH || !MOUNT_PATH.matcher(where).matches()) {
            found.add(
                at + ".mountPath",
                "'%s' is not allowed, as programs could lie there; mount it below /mnt, /data, /scratch or /tmp",
                where);
          }
        });
    securityContext(
        path + ".securityContext", map(container, "securityContext"), CONTAINER_SECURITY);
  }

  private void ownVariable(String path, Map<String, Object> variable) {
    only(path, variable, VARIABLE);
    only(path + ".valueFrom", map(variable, "valueFrom"), OWN_VALUE_FROM);
    String name = String.valueOf(variable.get("name"));
    if (ENVIRONMENT.matcher(name).matches() || limits().environment().allow(name)) {
      return;
    }
    if (!JVM_VARIABLES.contains(name)) {
      found.add(
          path + ".name",
          "'%s' is not allowed, as some variables make programs run code" + TEMPLATES,
          name,
          "environment");
    } else if (variable.containsKey("valueFrom")) {
      found.add(
          path + ".valueFrom",
          "is not allowed for %s, as some options run code; give the value itself" + TEMPLATES,
          name,
          "environment");
    } else {
      String options = (String) variable.getOrDefault("value", "");
      if (!JvmOptions.areHarmless(options)) {
        found.add(
            new Violation(
                path + ".value", JvmOptions.problem(options) + TEMPLATES.formatted("environment")));
      }
    }
  }

  private void otherContainer(String path, Map<String, Object> container) {
    String image = String.valueOf(container.get("image"));
    if (!limits().containerImages().allow(image)) {
      found.add(
          path + ".image",
          "'%s' is not allowed in addition to %s, as it would have the rights of the pod's service account"
              + TEMPLATES,
          image,
          ownContainer,
          "containerImages");
    }
    only(path, container, OTHER_CONTAINER);
    each(
        path,
        container,
        "env",
        (at, variable) -> {
          only(at, variable, VARIABLE);
          only(at + ".valueFrom", map(variable, "valueFrom"), OTHER_VALUE_FROM);
        });
    each(path, container, "volumeMounts", (at, mount) -> only(at, mount, MOUNT));
    each(path, container, "ports", (at, port) -> only(at, port, PORT));
    for (String probe : PROBES) {
      for (String means : List.of("httpGet", "tcpSocket")) {
        if (map(map(container, probe), means).containsKey("host")) {
          found.add(
              "%s.%s.%s.host".formatted(path, probe, means),
              "is not allowed, as the node would ask there; leave it out for the pod itself");
        }
      }
    }
    securityContext(
        path + ".securityContext", map(container, "securityContext"), CONTAINER_SECURITY);
  }

  private void securityContext(String path, Map<String, Object> context, Set<String> fields) {
    only(path, context, fields);
    if (context.get("runAsUser") instanceof Number user && user.longValue() <= 0) {
      found.add(path + ".runAsUser", "%s is not allowed; give another user than root", user);
    }
    must(path, context, "runAsNonRoot", true);
    must(path, context, "privileged", false);
    must(path, context, "allowPrivilegeEscalation", false);
    only(path + ".capabilities", map(context, "capabilities"), Set.of("drop"));
    Map<String, Object> seccomp = map(context, "seccompProfile");
    only(path + ".seccompProfile", seccomp, Set.of("type"));
    must(path + ".seccompProfile", seccomp, "type", "RuntimeDefault");
  }

  private void must(String path, Map<String, Object> fields, String field, Object value) {
    Object given = fields.get(field);
    if (given != null && !given.equals(value)) {
      found.add(
          path + "." + field,
          "'%s' is not allowed; it must be %s, or left out",
          given.toString(),
          value);
    }
  }

  private void only(String path, Map<String, Object> fields, Set<String> known) {
    for (String field : new TreeSet<>(fields.keySet())) {
      if (!known.contains(field)) {
        found.add(
            path + "." + field,
            "is not allowed; allowed here are %s" + TEMPLATES,
            new TreeSet<>(known),
            "everything");
      }
    }
  }

  private Template limits() {
    return allowed.template();
  }

  @SuppressWarnings("unchecked") // it has the fields of a PodTemplateSpec
  private static Map<String, Object> map(Map<String, Object> fields, String field) {
    return (Map<String, Object>) fields.getOrDefault(field, Map.of());
  }

  @SuppressWarnings("unchecked") // it has the fields of a PodTemplateSpec
  private static void each(
      String path,
      Map<String, Object> fields,
      String field,
      BiConsumer<String, Map<String, Object>> use) {
    List<Map<String, Object>> items =
        (List<Map<String, Object>>) fields.getOrDefault(field, List.of());
    for (int i = 0; i < items.size(); i++) {
      use.accept("%s.%s[%d]".formatted(path, field, i), items.get(i));
    }
  }
}

package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * A type of objects that the server knows.
 *
 * @param group empty for the core group
 * @param version such as {@code v1}
 * @param plural the name in URLs
 * @param kind the name in manifests
 * @param namespaced whether its objects lie in namespaces
 * @param statusSubresource whether the status is written apart from the rest; only such types have
 *     a generation
 * @param custom whether a CRD defines it
 * @param initialStatus the status that the CRD gives to new objects
 */
record ResourceType(
    String group,
    String version,
    String plural,
    String kind,
    boolean namespaced,
    boolean statusSubresource,
    boolean custom,
    Optional<JsonNode> initialStatus) {

  String apiVersion() {
    return group.isEmpty() ? version : group + "/" + version;
  }

  /** Plural and group, such as {@code pods} or {@code leases.coordination.k8s.io}. */
  String qualifiedName() {
    return group.isEmpty() ? plural : plural + "." + group;
  }
}

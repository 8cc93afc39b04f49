// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.local.apiserver;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Creates objects: checks them and sets the fields that only the server decides. */
final class Creation {

  // As in Kubernetes: no vowels, so that no words occur by chance.
  private static final String SUFFIX_ALPHABET = "bcdfghjklmnpqrstvwxz2456789";
  private static final int SUFFIX_LENGTH = 5;

  private final ObjectStore store;
  private final Admission admission;
  private final PodAdmission podAdmission;
  private final Clock clock;
  private final RandomGenerator random = RandomGenerator.getDefault();

  Creation(ObjectStore store, Admission admission, PodAdmission podAdmission, Clock clock) {
    this.store = store;
    this.admission = admission;
    this.podAdmission = podAdmission;
    this.clock = clock;
  }

  ObjectNode create(
      ResourceType type, String namespace, ObjectNode manifest, WriteOptions options) {
    ObjectNode object = manifest.deepCopy();
    checkIdentity(type, namespace, object);
    admission.prune(type, object, options);
    name(object);
    ObjectKey key = ObjectKey.of(type, object);
    Metadata.check(type, object);
    Namespaces.requireOpen(store, key);
    initialise(type, object);
    admission.complete(type, object);
    if (type.qualifiedName().equals(ResourceTypes.PODS)) {
      podAdmission.admit(type, key, object);
    }
    if (store.find(key).isPresent()) {
      throw ApiException.alreadyExists(key);
    }
    if (!options.dryRun()) {
      store.put(key, object);
    }
    return object;
  }

  private static void checkIdentity(ResourceType type, String namespace, ObjectNode object) {
    requireEqual("apiVersion", type.apiVersion(), object.path("apiVersion").asText(""));
    requireEqual("kind", type.kind(), object.path("kind").asText(""));
    String own = Metadata.text(object, "namespace");
    if (!type.namespaced()) {
      Metadata.of(object).remove("namespace");
    } else if (namespace.isEmpty()) {
      throw ApiException.badRequest(
          "a %s can only be created in a namespace".formatted(type.kind()));
    } else if (!own.isEmpty() && !own.equals(namespace)) {
      throw ApiException.badRequest(
          "the namespace of the object (%s) does not match the namespace on the URL (%s)"
              .formatted(own, namespace));
    } else {
      Metadata.of(object).put("namespace", namespace);
    }
  }

  private static void requireEqual(String field, String expected, String found) {
    if (!found.equals(expected)) {
      throw ApiException.badRequest(
          "%s is '%s', but the URL says '%s'".formatted(field, found, expected));
    }
  }

  private void name(ObjectNode object) {
    String prefix = Metadata.text(object, "generateName");
    if (Metadata.text(object, "name").isEmpty() && !prefix.isEmpty()) {
      StringBuilder name = new StringBuilder(prefix);
      random
          .ints(SUFFIX_LENGTH, 0, SUFFIX_ALPHABET.length())
          .forEach(i -> name.append(SUFFIX_ALPHABET.charAt(i)));
      Metadata.of(object).put("name", name.toString());
    }
  }

  private void initialise(ResourceType type, ObjectNode object) {
    ObjectNode metadata = Metadata.of(object);
    metadata
        .put("uid", UUID.randomUUID().toString())
        .put("creationTimestamp", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    metadata.remove("deletionTimestamp");
    metadata.remove("deletionGracePeriodSeconds");
    metadata.remove("generation");
    if (type.statusSubresource()) {
      metadata.put("generation", 1);
      object.remove("status");
    }
    switch (type.qualifiedName()) {
      case ResourceTypes.PODS -> Pods.initialise(object, clock);
      case ResourceTypes.SECRETS -> Secrets.encode(object);
      case ResourceTypes.NAMESPACES -> Namespaces.setPhase(object, "Active");
      case ResourceTypes.CRDS -> CustomResources.establish(object, clock);
      default -> {}
    }
  }
}

// SPDX-License-Identifier: Apache-2.0
package dev.sparkbench.runner.application;

import dev.sparkbench.api.contract.FailureReason;
import dev.sparkbench.runner.failure.RunFailure;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.commons.text.similarity.LevenshteinDistance;

/** Finds an application's main method without running any of its code. */
final class MainMethod {

  private static final int NAMES_SUGGESTED = 3;

  private MainMethod() {}

  /**
   * Finds the method.
   *
   * @param loader the class loader with the application's jars
   * @throws RunFailure {@code InvalidApplication} if there is none
   */
  static Method find(String mainClass, ClassLoader loader, ApplicationJars jars) {
    try {
      Method main = Class.forName(mainClass, false, loader).getMethod("main", String[].class);
      if (!Modifier.isStatic(main.getModifiers())) {
        throw invalid("the main method of %s is not static", mainClass);
      }
      // Java's own launcher does not require the class to be public either.
      main.setAccessible(true);
      return main;
    } catch (ClassNotFoundException e) {
      throw notFound(mainClass, jars);
    } catch (NoSuchMethodException e) {
      throw invalid(
          "class %s has no method public static void main(String[]); of a Scala program, name the object that has it",
          mainClass);
    } catch (UnsupportedClassVersionError e) {
      throw invalid(
          "class %s is compiled for a newer Java than the image's, %s: compile it with --release %s, or bring an image",
          mainClass, Runtime.version().feature(), Runtime.version().feature());
    } catch (LinkageError e) {
      throw invalid(
          "class %s cannot be loaded (%s: %s): name the jar that it needs in jobConfig.application.jars",
          mainClass, e.getClass().getSimpleName(), e.getMessage());
    }
  }

  private static RunFailure notFound(String mainClass, ApplicationJars jars) {
    if (jars.files().isEmpty()) {
      return invalid(
          "class %s is not on the image's class path: name its jar in jobConfig.application.jar",
          mainClass);
    }
    String where =
        jars.files().stream()
            .map(f -> f.getFileName().toString())
            .collect(Collectors.joining(", "));
    List<String> names = jars.classNames();
    return names.isEmpty()
        ? invalid("there is no class %s in %s, nor any other", mainClass, where)
        : invalid(
            "there is no class %s in %s; nearest of its %d classes: %s",
            mainClass, where, names.size(), nearest(mainClass, names));
  }

  /** The nearest names; classes of the same name in other packages come first. */
  private static String nearest(String mainClass, List<String> names) {
    LevenshteinDistance distance = LevenshteinDistance.getDefaultInstance();
    return names.stream()
        .sorted(
            Comparator.comparingInt(
                name ->
                    simpleName(name).equals(simpleName(mainClass))
                        ? 0
                        : distance.apply(mainClass, name)))
        .limit(NAMES_SUGGESTED)
        .collect(Collectors.joining(", "));
  }

  private static String simpleName(String name) {
    return name.substring(name.lastIndexOf('.') + 1);
  }

  private static RunFailure invalid(String message, Object... details) {
    return new RunFailure(FailureReason.INVALID_APPLICATION, message.formatted(details));
  }
}

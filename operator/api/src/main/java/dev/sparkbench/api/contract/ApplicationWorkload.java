package dev.sparkbench.api.contract;

import dev.sparkbench.api.catalogue.JobType;
import java.util.List;

/**
 * The user's own program.
 *
 * @param type always {@code application}
 * @param mainClass the class with {@code public static void main(String[])}
 * @param jar {@code s3://bucket/key}, or {@code local:///path} inside the image; null if the class
 *     is on the image's class path
 * @param jars further ones, as {@code jar}
 * @param arguments what {@code main} gets, with placeholders such as {@code $(dataset)}
 * @param repeatable whether {@code main} can be called more than once in a JVM
 * @param compare folders and objects below {@code $(scratch)} whose content has to be the same at
 *     every node count
 */
public record ApplicationWorkload(
    JobType type,
    String mainClass,
    String jar,
    List<String> jars,
    List<String> arguments,
    boolean repeatable,
    List<String> compare)
    implements Workload {

  /** Copies the lists; null is empty. */
  public ApplicationWorkload {
    jars = jars == null ? List.of() : List.copyOf(jars);
    arguments = arguments == null ? List.of() : List.copyOf(arguments);
    compare = compare == null ? List.of() : List.copyOf(compare);
  }

  @Override
  public List<String> names() {
    return List.of(mainClass);
  }

  @Override
  public <R> R accept(Cases<R> cases) {
    return cases.application(this);
  }
}

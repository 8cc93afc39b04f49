package dev.sparkbench.controller.http;

/**
 * What {@code /readyz} answers.
 *
 * @param ready whether the program does its work
 * @param text why not, or what there is to say nevertheless
 */
public record Readiness(boolean ready, String text) {}

package io.github.curvelane.examples.input;

import io.github.curvelane.data.Dataset;
import java.util.List;
import java.util.Optional;

/**
 * What a network is trained and tested on.
 *
 * @param training the examples to train on
 * @param test the examples to test on
 * @param names the names of the classes, or of the target columns
 * @param image how an example is drawn, if it is an image
 * @param origin where the examples come from and how they were divided, one sentence each
 * @param <A> {@code float[]} or {@code double[]}
 */
public record Examples<A>(
    Dataset<A> training,
    Dataset<A> test,
    List<String> names,
    Optional<ImageShape> image,
    List<String> origin) {}

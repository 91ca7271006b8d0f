/**
 * Model files: tensors in the safetensors layout, and networks stored in them with their
 * description and preprocessing; checkpoints of training runs. Files are checked before anything of
 * their size is allocated, and replaced as a whole or not at all.
 */
@NullMarked
package io.github.curvelane.io;

import org.jspecify.annotations.NullMarked;

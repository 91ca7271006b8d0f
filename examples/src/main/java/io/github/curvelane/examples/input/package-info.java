/** Where the program's data come from: built-in digits, IDX folders, CSV and safetensors files. */
package io.github.curvelane.examples.input;

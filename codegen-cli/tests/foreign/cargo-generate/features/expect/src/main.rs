// A thing, MyApp MY_APP <>
//! Documented.
use my_app::run;
const TITLE: &str = "A THING!";
const BOTH: &str = "MIT/true";
// short
0:5 2:3 
{{ not.rendered }} a+b >yz
2 std log 22 s Title case

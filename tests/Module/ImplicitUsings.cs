// What the SDK adds to the files of tests/KanaPerps.Testing and Add-Type does not.
global using System;
global using System.Collections.Generic;
global using System.IO;
global using System.Linq;
global using System.Threading;
global using System.Threading.Tasks;

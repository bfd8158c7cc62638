Console.Error.WriteLine("not there yet");

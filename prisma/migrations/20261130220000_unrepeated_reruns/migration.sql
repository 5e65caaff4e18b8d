ALTER TYPE "RerunState" ADD VALUE 'unrepeated';
